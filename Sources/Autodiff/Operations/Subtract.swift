public import TensorMath

/// y = a − b, cell by cell, with b repeated along the leading axes where it is smaller: thresholds
/// [units] taken from each row of [batch, units].
public struct Subtract: BroadcastingOperation {
  public static let name = "subtract"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    combine(inputs[0], repeating: inputs[1], into: y, by: Kernels.subtract)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    gradients[0]?.copy(upstream)
    if let b = gradients[1] { Kernels.scale(upstream, by: -1, into: b) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let source = sourceCell(cell, of: inputs[1])
    let b = Double(inputs[1][source])
    return Expansion([
      Term(Factor(.input(0, cell: cell), inputs[0][cell])),
      Term(Factor("(−#)", [Operand(.input(1, cell: source), b)], value: -b)),
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let arriving = Operand(.upstream(cell: cell), Double(upstream[cell]))
    return Expansion([
      Term(
        input == 0 ? Factor("#", [arriving], value: arriving.value) : Factor("(−#)", [arriving], value: -arriving.value)
      )
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = a − b", backward: ["∂a = ∂y", "∂b = −∂y"],
      meaning: BilingualText(
        "Subtracts cell by cell: what is taken away must be exceeded before anything is left.",
        zh: "逐元素相减：要先超过被减去的量，才会有剩余。"),
      gradientMeaning: BilingualText(
        "The gradient goes on to what is subtracted from as it is, and to what is subtracted with its sign changed.",
        zh: "梯度原样传给被减数，变号后传给减数。"))
  }

  public static var examples: [OperationExample] { broadcastingExampleInputs.map { OperationExample(Subtract(), $0) } }
}
