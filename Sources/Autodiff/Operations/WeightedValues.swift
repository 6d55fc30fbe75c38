public import TensorMath

/// y[n, i, c] = Σⱼ A[n, h, i, j] · V[n, j, c] with h the head of column c: what each query takes from all positions, each
/// head side by side with the others (Vaswani et al. 2017, arXiv:1706.03762, section 3.2).
/// A [batch, heads, queries, keys], V [batch, keys, width], y [batch, queries, width].
public struct WeightedValues: Operation {
  public static let name = "weighted-values"
  public let inputNames = ["A", "V"]
  public let heads: Int

  public init(heads: Int) { self.heads = heads }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank == 4, inputs[1].rank == 3, inputs[0].dimensions[1] == heads,
      inputs[0].dimensions[0] == inputs[1].dimensions[0], inputs[0].dimensions[3] == inputs[1].dimensions[1]
    else { throw ShapeError(name, found: inputs, needed: "batch×\(heads)×queries×keys and batch×keys×width") }
    try HeadLayout.check(width: inputs[1].columns, heads: heads, for: name)
    return [[inputs[0].dimensions[0], inputs[0].dimensions[2], inputs[1].columns]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.headMixture(inputs[0], inputs[1], heads: heads, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let weights = gradients[0] { Kernels.headScores(upstream, inputs[1], heads: heads, into: weights) }
    if let values = gradients[1] { Kernels.headTransposedMixture(inputs[0], upstream, heads: heads, into: values) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (weights, values) = (inputs[0], inputs[1])
    let layout = HeadLayout(heads: heads, queries: outputs[0], keys: values)
    let (row, column) = (cell / layout.width, cell % layout.width)
    let (sample, query) = (row / layout.queries, row % layout.queries)
    return Expansion(
      (0..<layout.keys).map { key in
        let pair = layout.cell(sample: sample, head: column / layout.size, query: query, key: key)
        let value = layout.keyCell(sample: sample, key: key, column: column)
        return Term(Factor(.input(0, cell: pair), weights[pair]), Factor(.input(1, cell: value), values[value]))
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (weights, values) = (inputs[0], inputs[1])
    let layout = HeadLayout(heads: heads, queries: outputs[0], keys: values)
    if input == 0 {  // ∂A[i, j] = Σ over the head's columns of ∂y[i, c] · V[j, c]
      let pair = layout.pair(at: cell)
      return Expansion(
        (pair.head * layout.size..<(pair.head + 1) * layout.size).map { column in
          let arriving = layout.queryCell(sample: pair.sample, query: pair.query, column: column)
          let value = layout.keyCell(sample: pair.sample, key: pair.key, column: column)
          return Term(
            Factor(.upstream(cell: arriving), upstream[arriving]), Factor(.input(1, cell: value), values[value]))
        })
    }
    // ∂V[j, c] = Σ over queries of A[i, j] · ∂y[i, c]
    let (row, column) = (cell / layout.width, cell % layout.width)
    let (sample, key) = (row / layout.keys, row % layout.keys)
    return Expansion(
      (0..<layout.queries).map { query in
        let pair = layout.cell(sample: sample, head: column / layout.size, query: query, key: key)
        let arriving = layout.queryCell(sample: sample, query: query, column: column)
        return Term(
          Factor(.input(0, cell: pair), weights[pair]), Factor(.upstream(cell: arriving), upstream[arriving]))
      })
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = A · V, head by head", backward: ["∂A = ∂y · Vᵀ", "∂V = Aᵀ · ∂y"],
      meaning: BilingualText(
        "Each query takes a mixture of all values, in the shares that its row of weights gives.",
        zh: "每个查询按自己那一行权重的比例，把所有的值混合起来。"),
      gradientMeaning: BilingualText(
        "A value hears from every query that looked at it, as much as it was looked at; a weight learns how much its value would help.",
        zh: "值从每个看过它的查询得到梯度，看得多的就得的多；权重得知它的值有多大帮助。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(WeightedValues(heads: 2), [exampleTokens([2, 2, 2, 3], 9), exampleTokens([2, 3, 4], 10)]),
      OperationExample(WeightedValues(heads: 1), [exampleTokens([1, 1, 3, 2], 11), exampleTokens([1, 2, 3], 12)]),
    ]
  }
}
