public import TensorMath

/// y[n, t] = the table's row for token t of sample n: a token's numbers, which are learned (Bengio et al. 2003, A neural
/// probabilistic language model, section 2). It is what a product with a one-hot row would give.
/// tokens [batch, positions], table [vocabulary, width], y [batch, positions, width]. A number that is no token of the
/// table becomes NaN.
public struct Embedding: Operation {
  public static let name = "embedding"
  public let inputNames = ["tokens", "E"]
  public let constantInputs: Set<Int> = [0]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, (1...3).contains(inputs[0].rank), inputs[1].rank == 2, inputs[1].count > 0 else {
      throw ShapeError(name, found: inputs, needed: "batch×positions and vocabulary×width")
    }
    return [Shape(inputs[0].dimensions + [inputs[1].columns])]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.embed(inputs[0], inputs[1], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let table = gradients[1] { Kernels.embedBackward(inputs[0], upstream: upstream, into: table) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let table = inputs[1]
    guard let row = Kernels.row(ofToken: inputs[0][cell / table.columns], rows: table.rows) else {
      return Expansion([Term(.constant("NaN", .nan))])
    }
    let source = row * table.columns + cell % table.columns
    return Expansion([Term(Factor(.input(1, cell: source), table[source]))])
  }

  /// ∂E[v, c] = Σ over the occurrences of token v of ∂y[n, t, c]
  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (tokens, table) = (inputs[0], inputs[1])
    let (row, column) = (cell / table.columns, cell % table.columns)
    let terms = (0..<tokens.count)
      .filter { input == 1 && Kernels.row(ofToken: tokens[$0], rows: table.rows) == row }
      .map { position in
        let source = position * table.columns + column
        return Term(Factor(.upstream(cell: source), upstream[source]))
      }
    return terms.isEmpty ? .nothing : Expansion(terms)
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[n, t, :] = E[token[n, t], :]",
      backward: ["", "∂E[v, :] = Σ over the occurrences of v of ∂y[n, t, :]"],
      meaning: BilingualText(
        "Looks each token up in a table: its row is what the network knows of it.",
        zh: "在表里查每个词元：它那一行就是网络对它的了解。"),
      gradientMeaning: BilingualText(
        "Every occurrence of a token sends its gradient to the token's row; tokens that do not occur learn nothing.",
        zh: "词元每出现一次，就把梯度送到它那一行；没有出现的词元什么也学不到。"))
  }

  public static var examples: [OperationExample] {
    let table = Tensor(rows: [[0.5, -1.2, 0.3], [0.7, 0.1, -0.4], [-0.6, 0.9, 0.2], [1.1, -0.8, 0.6]])
    return [OperationExample(Embedding(), [Tensor(rows: [[3, 1, 3], [1, 2, 3]]), table], dataInputs: [0])]
  }
}
