public import TensorMath

/// S[n, h, i, j] = Σ over the columns c of head h of Q[n, i, c] · K[n, j, c]: how well the query at position i goes with
/// the key at position j, in each head (Vaswani et al. 2017, arXiv:1706.03762, section 3.2).
/// Q [batch, queries, width], K [batch, keys, width], S [batch, heads, queries, keys]; head h is the columns from h·d on,
/// d = width / heads.
public struct AttentionScores: Operation {
  public static let name = "attention-scores"
  public let inputNames = ["Q", "K"]
  public let heads: Int

  public init(heads: Int) { self.heads = heads }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank == 3, inputs[1].rank == 3,
      inputs[0].dimensions[0] == inputs[1].dimensions[0], inputs[0].columns == inputs[1].columns
    else { throw ShapeError(name, found: inputs, needed: "batch×queries×width and batch×keys×width") }
    try HeadLayout.check(width: inputs[0].columns, heads: heads, for: name)
    return [[inputs[0].dimensions[0], heads, inputs[0].dimensions[1], inputs[1].dimensions[1]]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let scores = outputs[0] { Kernels.headScores(inputs[0], inputs[1], heads: heads, into: scores) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let queries = gradients[0] { Kernels.headMixture(upstream, inputs[1], heads: heads, into: queries) }
    if let keys = gradients[1] { Kernels.headTransposedMixture(upstream, inputs[0], heads: heads, into: keys) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (q, k) = (inputs[0], inputs[1])
    let layout = HeadLayout(heads: heads, queries: q, keys: k)
    let pair = layout.pair(at: cell)
    return Expansion(
      (pair.head * layout.size..<(pair.head + 1) * layout.size).map { column in
        let own = layout.queryCell(sample: pair.sample, query: pair.query, column: column)
        let other = layout.keyCell(sample: pair.sample, key: pair.key, column: column)
        return Term(Factor(.input(0, cell: own), q[own]), Factor(.input(1, cell: other), k[other]))
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (q, k) = (inputs[0], inputs[1])
    let layout = HeadLayout(heads: heads, queries: q, keys: k)
    let (row, column) = (cell / layout.width, cell % layout.width)
    let head = column / layout.size
    if input == 0 {  // ∂Q[i, c] = Σ over keys of ∂S[i, j] · K[j, c]
      let (sample, query) = (row / layout.queries, row % layout.queries)
      return Expansion(
        (0..<layout.keys).map { key in
          let pair = layout.cell(sample: sample, head: head, query: query, key: key)
          let other = layout.keyCell(sample: sample, key: key, column: column)
          return Term(Factor(.upstream(cell: pair), upstream[pair]), Factor(.input(1, cell: other), k[other]))
        })
    }
    // ∂K[j, c] = Σ over queries of ∂S[i, j] · Q[i, c]
    let (sample, key) = (row / layout.keys, row % layout.keys)
    return Expansion(
      (0..<layout.queries).map { query in
        let pair = layout.cell(sample: sample, head: head, query: query, key: key)
        let own = layout.queryCell(sample: sample, query: query, column: column)
        return Term(Factor(.upstream(cell: pair), upstream[pair]), Factor(.input(0, cell: own), q[own]))
      })
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "S = Q · Kᵀ, head by head", backward: ["∂Q = ∂S · K", "∂K = ∂Sᵀ · Q"],
      meaning: BilingualText(
        "Compares every query with every key: the more they point the same way, the higher the score.",
        zh: "每个查询与每个键相比：方向越一致，分数越高。"),
      gradientMeaning: BilingualText(
        "A query hears from every key that it was compared with, a key from every query, each times the score's gradient.",
        zh: "查询从与它比较过的每个键得到梯度，键从每个查询得到梯度，各乘以分数的梯度。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(AttentionScores(heads: 2), [exampleTokens([2, 2, 4], 1), exampleTokens([2, 3, 4], 2)]),
      OperationExample(AttentionScores(heads: 1), [exampleTokens([1, 3, 3], 3), exampleTokens([1, 2, 3], 4)]),
    ]
  }
}

/// Numbers of both signs for an example, away from 0.
func exampleTokens(_ shape: Shape, _ seed: UInt64) -> Tensor {
  var random = RandomSource(seed: seed, purpose: "example")
  return Tensor(
    shape,
    (0..<shape.count).map { _ in (random.uniform(0.1, 1.4) * 10).rounded() / 10 * (random.uniform() < 0.5 ? -1 : 1) })
}
