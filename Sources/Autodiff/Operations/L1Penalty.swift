public import TensorMath

/// λ · Σ |w|: added to the loss, it pulls every weight towards 0 equally hard, so that small ones
/// end at 0. At 0, where there is no derivative, the gradient is 0.
public struct L1Penalty: Operation {
  public static let name = "l1-penalty"
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
    outputs[0]?[0] = Float(Double(strength) * Kernels.sumOfMagnitudes(inputs[0]))
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    guard let gradient = gradients[0] else { return }
    let pull = upstream[0] * strength
    for cell in 0..<gradient.count {
      let weight = inputs[0][cell]
      gradient[cell] = weight > 0 ? pull : weight < 0 ? -pull : weight * 0
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion(
      (0..<inputs[0].count).map { cell in
        let weight = Double(inputs[0][cell])
        return Term(
          .constant("λ", Double(strength)),
          Factor("|#|", [Operand(.input(0, cell: cell), weight)], value: abs(weight)))
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let weight = Double(inputs[0][cell])
    let sign: Double = weight > 0 ? 1 : weight < 0 ? -1 : 0
    return Expansion([
      Term(
        Factor(.upstream(cell: 0), upstream[0]), .constant("λ", Double(strength)),
        Factor("sign(#)", [Operand(.input(0, cell: cell), weight)], value: sign))
    ])
  }

  public func smoothPieces(_ inputs: ViewList) -> [Int8] { signs(inputs[0]) }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "penalty = λ · Σ |w|", backward: ["∂w = ∂penalty · λ · sign(w)"],
      meaning: BilingualText(
        "A price on weights that are not 0: each is pulled towards 0 equally hard.",
        zh: "给不为 0 的权重标价：每个权重以同样的力被拉向 0。"),
      gradientMeaning: BilingualText(
        "Each weight is pulled towards 0 equally hard.",
        zh: "每个权重以同样的力被拉向 0。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(L1Penalty(strength: 0.1), [elementwiseExampleInput])]
  }
}
