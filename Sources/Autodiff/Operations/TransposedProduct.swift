public import TensorMath

/// y = x · Eᵀ: each row against every row of a table. With the table of an embedding it gives the scores of all tokens,
/// and the same numbers serve for reading and for writing (Press and Wolf 2017, arXiv:1608.05859, section 2).
/// x [.., width], E [vocabulary, width], y [.., vocabulary].
public struct TransposedProduct: Operation {
  public static let name = "transposed-product"
  public let inputNames = ["x", "E"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank >= 2, inputs[1].rank == 2, inputs[0].columns == inputs[1].columns else {
      let rows = inputs.first?.rank == 3 ? "batch×positions" : "batch"
      throw ShapeError(name, found: inputs, needed: "\(rows)×width and vocabulary×width")
    }
    return [Shape(inputs[0].dimensions.dropLast() + [inputs[1].dimensions[0]])]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.productTransposedRight(inputs[0], inputs[1], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.affine(upstream, inputs[1], bias: nil, into: x) }
    if let table = gradients[1] { Kernels.productTransposedLeft(upstream, inputs[0], into: table) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, table) = (inputs[0], inputs[1])
    let (row, token, width) = (cell / table.rows, cell % table.rows, x.columns)
    return Expansion(
      (0..<width).map { column in
        Term(
          Factor(.input(0, cell: row * width + column), x[row, column]),
          Factor(.input(1, cell: token * width + column), table[token, column]))
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (x, table) = (inputs[0], inputs[1])
    let (row, column, width) = (cell / x.columns, cell % x.columns, x.columns)
    if input == 0 {  // ∂x[row, c] = Σ over tokens of ∂y[row, token] · E[token, c]
      return Expansion(
        (0..<table.rows).map { token in
          Term(
            Factor(.upstream(cell: row * table.rows + token), upstream[row, token]),
            Factor(.input(1, cell: token * width + column), table[token, column]))
        })
    }
    // ∂E[token, c] = Σ over the rows of ∂y[r, token] · x[r, c]
    return Expansion(
      (0..<x.rows).map { r in
        Term(
          Factor(.upstream(cell: r * table.rows + row), upstream[r, row]),
          Factor(.input(0, cell: r * width + column), x[r, column]))
      })
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x · Eᵀ", backward: ["∂x = ∂y · E", "∂E = ∂yᵀ · x"],
      meaning: BilingualText(
        "Compares each row with every token's row: the more alike, the higher the token's score.",
        zh: "每一行与每个词元的那一行相比：越相像，该词元的分数越高。"),
      gradientMeaning: BilingualText(
        "The gradient of each score goes to the row that was compared, and to the token's own row of the table.",
        zh: "每个分数的梯度传给参与比较的那一行，也传给表中该词元的那一行。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(TransposedProduct(), [exampleTokens([2, 2, 3], 20), exampleTokens([4, 3], 21)]),
      OperationExample(TransposedProduct(), [exampleTokens([3, 2], 22), exampleTokens([3, 2], 23)]),
    ]
  }
}
