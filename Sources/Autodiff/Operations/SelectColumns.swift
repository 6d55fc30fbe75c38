public import TensorMath

/// y = some neighboring columns of x: what a sequence says at one time step, say.
/// x [batch, columns], y [batch, count].
public struct SelectColumns: Operation {
  public static let name = "select-columns"
  public let inputNames = ["x"]
  /// Which columns, from 0.
  public let columns: Range<Int>

  public init(_ columns: Range<Int>) { self.columns = columns }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank == 2, !columns.isEmpty, columns.lowerBound >= 0,
      columns.upperBound <= inputs[0].dimensions[1]
    else { throw ShapeError(name, found: inputs, needed: "batch×columns with at least \(columns.upperBound) columns") }
    return [[inputs[0].dimensions[0], columns.count]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.copyColumns(inputs[0], from: columns.lowerBound, into: y, at: 0, columns.count) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    guard let x = gradients[0] else { return }
    x.fill(0)
    Kernels.copyColumns(upstream, from: 0, into: x, at: columns.lowerBound, columns.count)
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (row, column) = (cell / columns.count, cell % columns.count)
    let source = row * inputs[0].columns + columns.lowerBound + column
    return Expansion([Term(Factor(.input(0, cell: source), inputs[0][source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (row, column) = (cell / inputs[0].columns, cell % inputs[0].columns)
    guard columns.contains(column) else { return Expansion([Term(.constant("0", 0))]) }
    let source = row * columns.count + column - columns.lowerBound
    return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x[:, \(columns.lowerBound)…\(columns.upperBound - 1)]",
      backward: ["∂x = ∂y at the columns taken, 0 elsewhere"],
      meaning: BilingualText("Takes some of the columns as they are.", zh: "原样取出其中几列。"),
      gradientMeaning: BilingualText(
        "The gradient goes back to the columns taken; the others had no part in it.",
        zh: "梯度传回被取出的列；其余列没有参与。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(SelectColumns(0..<2), [Tensor(rows: [[0.5, -1.2, 2.1, 0.7], [0.1, 0.2, -0.4, 1.5]])]),
      OperationExample(SelectColumns(0..<1), [elementwiseExampleInput]),
    ]
  }
}
