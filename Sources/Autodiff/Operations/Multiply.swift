public import TensorMath

/// y = a · b, cell by cell, with b repeated along the leading axes where it is smaller.
public struct Multiply: BroadcastingOperation {
  public static let name = "multiply"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    combine(inputs[0], repeating: inputs[1], into: y, by: Kernels.multiply)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let a = gradients[0] { combine(upstream, repeating: inputs[1], into: a, by: Kernels.multiply) }
    if let b = gradients[1] { Kernels.multiply(upstream, inputs[0], into: b) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let source = sourceCell(cell, of: inputs[1])
    return Expansion([
      Term(Factor(.input(0, cell: cell), inputs[0][cell]), Factor(.input(1, cell: source), inputs[1][source]))
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let other = 1 - input
    let source = sourceCell(cell, of: inputs[other])
    return Expansion([
      Term(
        Factor(.upstream(cell: cell), upstream[cell]), Factor(.input(other, cell: source), inputs[other][source]))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = a · b", backward: ["∂a = ∂y · b", "∂b = ∂y · a"],
      meaning: BilingualText(
        "Multiplies cell by cell; each side's gradient is the other side times the upstream gradient.",
        zh: "逐元素相乘；每一边的梯度等于另一边乘以上游梯度。"),
      gradientMeaning: BilingualText(
        "Each side gets the arriving gradient times the other side.",
        zh: "每一边得到：到达的梯度乘以另一边。"))
  }

  public static var examples: [OperationExample] { broadcastingExampleInputs.map { OperationExample(Multiply(), $0) } }
}
