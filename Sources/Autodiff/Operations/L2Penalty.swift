public import TensorMath

/// λ/2 · Σ w²: added to the loss, it pulls every weight towards 0 in proportion to its size.
public struct L2Penalty: Operation {
  public static let name = "l2-penalty"
  public let inputNames = ["w"]
  public let outputNames = ["penalty"]
  /// λ
  public let strength: Float

  public init(strength: Float) { self.strength = strength }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1 else { throw ShapeError(name, found: inputs, needed: "one input") }
    return [.scalar]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    outputs[0]?[0] = Float(0.5 * Double(strength) * Kernels.sumOfSquares(inputs[0]))
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] { Kernels.scale(inputs[0], by: upstream[0] * strength, into: gradient) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion(
      (0..<inputs[0].count).map { cell in
        let weight = Double(inputs[0][cell])
        return Term(
          .constant("λ/2", Double(strength) / 2),
          Factor("#²", [Operand(.input(0, cell: cell), weight)], value: weight * weight))
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    Expansion([
      Term(
        Factor(.upstream(cell: 0), upstream[0]), .constant("λ", Double(strength)),
        Factor(.input(0, cell: cell), inputs[0][cell]))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "penalty = λ/2 · Σ w²", backward: ["∂w = ∂penalty · λ · w"],
      meaning: BilingualText(
        "A price on large weights: each is pulled towards 0 in proportion to its size.",
        zh: "给大权重标价：每个权重按自身大小被拉向 0。"),
      gradientMeaning: BilingualText(
        "Each weight is pulled towards 0 in proportion to its size.",
        zh: "每个权重按自身大小被拉向 0。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(L2Penalty(strength: 0.1), [elementwiseExampleInput])]
  }
}
