public import TensorMath

/// y[.., i, j] = x[.., i, j] where the key's token is not 0, −10⁹ elsewhere: nobody looks at padding. −10⁹ stands for −∞,
/// as in ``CausalMask``; a row in which every key is padding comes out of softmax evenly spread.
/// x and y [batch, heads, queries, keys], tokens [batch, keys].
public struct PaddingMask: Operation {
  public static let name = "padding-mask"
  public let inputNames = ["x", "tokens"]
  public let constantInputs: Set<Int> = [1]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank >= 2, inputs[1].rank == 2, inputs[0].count > 0,
      inputs[0].dimensions[0] == inputs[1].dimensions[0], inputs[0].columns == inputs[1].columns
    else { throw ShapeError(name, found: inputs, needed: "batch×heads×queries×keys and batch×keys") }
    return [inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.paddingMask(inputs[0], tokens: inputs[1], masked: CausalMask.maskedScore, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.paddingMask(upstream, tokens: inputs[1], masked: 0, into: x) }
  }

  private func isMasked(_ cell: Int, _ inputs: ViewList) -> Bool {
    let (x, tokens) = (inputs[0], inputs[1])
    let sample = cell / (x.count / tokens.rows)
    return tokens[sample, cell % x.columns] == 0
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    isMasked(cell, inputs) ? .masked : Expansion([Term(Factor(.input(0, cell: cell), inputs[0][cell]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    guard input == 0, !isMasked(cell, inputs) else { return .nothing }
    return Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[n, h, i, j] = x[n, h, i, j] if token[n, j] ≠ 0, else −10⁹",
      backward: ["∂x[n, h, i, j] = ∂y[n, h, i, j] if token[n, j] ≠ 0, else 0", ""],
      meaning: BilingualText(
        "Hides the padding behind the end of a sequence: −10⁹ stands for −∞, of which softmax makes 0.",
        zh: "遮住序列末尾之后的填充：−10⁹ 代表 −∞，经 softmax 变成 0。"),
      gradientMeaning: BilingualText(
        "What was hidden had no part in the result and gets no gradient.", zh: "被遮住的没有参与结果，得不到梯度。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        PaddingMask(), [exampleTokens([2, 2, 2, 3], 8), Tensor(rows: [[3, 1, 0], [2, 4, 5]])], dataInputs: [1])
    ]
  }
}
