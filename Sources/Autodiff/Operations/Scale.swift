public import TensorMath

/// y = c · x with a fixed number c: 1/√d, by which scores of attention are divided so that their spread does not grow
/// with the number of products in them (Vaswani et al. 2017, arXiv:1706.03762, section 3.2.1). Any shape.
public struct Scale: Operation {
  public static let name = "scale"
  public let inputNames = ["x"]
  public let factor: Float
  /// How the number is written: "1/√8".
  public let text: String

  public init(by factor: Float, written text: String? = nil) {
    self.factor = factor
    self.text = text ?? "\(factor)"
  }

  /// By 1/√d.
  public init(byInverseRootOf size: Int) {
    self.init(by: Float(1 / Double(max(size, 1)).squareRoot()), written: "1/√\(max(size, 1))")
  }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1 else { throw ShapeError(name, found: inputs, needed: "one input") }
    return inputs
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.scale(inputs[0], by: factor, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.scale(upstream, by: factor, into: x) }
  }

  private var constant: Factor { .constant(text, Double(factor)) }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion([Term(constant, Factor(.input(0, cell: cell), inputs[0][cell]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    Expansion([Term(constant, Factor(.upstream(cell: cell), upstream[cell]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = \(text) · x", backward: ["∂x = \(text) · ∂y"],
      meaning: BilingualText("Multiplies every number by the same fixed one.", zh: "每个数都乘以同一个固定的数。"),
      gradientMeaning: BilingualText("Every gradient is multiplied by the same number.", zh: "每个梯度都乘以同一个数。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(Scale(byInverseRootOf: 8), [exampleTokens([1, 2, 2, 3], 5)]),
      OperationExample(Scale(by: -2.5), [exampleTokens([2, 3], 6)]),
    ]
  }
}
