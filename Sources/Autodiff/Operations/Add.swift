public import TensorMath

/// y = a + b, cell by cell, with b repeated along the leading axes where it is smaller.
public struct Add: BroadcastingOperation {
  public static let name = "add"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    combine(inputs[0], repeating: inputs[1], into: y, by: Kernels.add)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    for input in 0..<2 {
      if let gradient = gradients[input] { Kernels.copy(upstream, into: gradient) }
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let source = sourceCell(cell, of: inputs[1])
    return Expansion([
      Term(Factor(.input(0, cell: cell), inputs[0][cell])), Term(Factor(.input(1, cell: source), inputs[1][source])),
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion { Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]))]) }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = a + b", backward: ["∂a = ∂y", "∂b = ∂y"],
      meaning: BilingualText(
        "Adds cell by cell; the gradient goes to both sides unchanged.", zh: "逐元素相加；梯度原样传给两边。"),
      gradientMeaning: BilingualText(
        "Adding passes the gradient on to both sides as it is.",
        zh: "加法把梯度原样传给两边。"))
  }

  public static var examples: [OperationExample] { broadcastingExampleInputs.map { OperationExample(Add(), $0) } }
}
