public import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// y = 1 / (1 + e⁻ˣ), squashed into (0, 1); dy/dx = y (1 − y).
public struct Sigmoid: ElementwiseOperation {
  public static let name = "sigmoid"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.sigmoid(inputs[0], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] { Kernels.sigmoidBackward(output: outputs[0], upstream: upstream, into: gradient) }
  }

  public let valueForm = "sigmoid(#)"
  public func value(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("sigmoid′(#)", .x) }
  public func derivative(x: Double, y: Double) -> Double { y * (1 - y) }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let y = Double(outputs[0][cell])
    let operand = Operand(.output(0, cell: cell), y)
    return Expansion([
      Term(
        Factor(.upstream(cell: cell), upstream[cell]), Factor("#", [operand], value: y),
        Factor("(1 − #)", [operand], value: 1 - y))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = 1 / (1 + e^−x)", backward: ["∂x = ∂y · y · (1 − y)"],
      meaning: BilingualText(
        "Squashes each number into the range 0 to 1; its slope is at most 1/4, at x = 0.",
        zh: "把每个数压到 0 与 1 之间；斜率在 x = 0 处最大，也只有 1/4。"),
      gradientMeaning: BilingualText(
        "The arriving gradient times the slope of the curve, y·(1 − y): at most 1/4 of it comes through.",
        zh: "到达的梯度乘以曲线的斜率 y·(1 − y)：最多只有 1/4 能通过。"))
  }

  public static var examples: [OperationExample] { [OperationExample(Sigmoid(), [elementwiseExampleInput])] }
}
