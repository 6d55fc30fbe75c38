public import TensorMath

/// y = neighboring rows and columns of x as they are: one gate's sums, at one time step.
/// x [rows, columns], y [rows taken, columns taken].
public struct SelectBlock: GatheringOperation {
  public static let name = "select-block"
  public let inputNames = ["x"]
  /// Which rows and columns, from 0.
  public let rows: Range<Int>
  public let columns: Range<Int>

  public init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank == 2, !rows.isEmpty, !columns.isEmpty,
      rows.lowerBound >= 0, rows.upperBound <= inputs[0].dimensions[0],
      columns.lowerBound >= 0, columns.upperBound <= inputs[0].dimensions[1]
    else {
      throw ShapeError(
        name, found: inputs, needed: "a matrix of at least \(rows.upperBound)×\(columns.upperBound)")
    }
    return [[rows.count, columns.count]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    Kernels.copyBlock(inputs[0], fromRow: rows.lowerBound, column: columns.lowerBound, into: y)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    guard let x = gradients[0] else { return }
    x.fill(0)
    Kernels.copyBlock(upstream, into: x, atRow: rows.lowerBound, column: columns.lowerBound)
  }

  public var gatheredInputs: Set<Int> { [0] }

  public func boundGather(_ uses: [GatheredUse], ofInput input: Int, into gradient: MutableView) -> Action {
    let blocks = uses.compactMap { use in (use.operation as? SelectBlock).map { (block: $0, upstream: use.upstream) } }
    // Blocks that overlap would have to be added, those that leave cells out must find zeros there.
    let isPartition = Self.isPartition(blocks.map(\.block), rows: gradient.rows, columns: gradient.columns)
    return Action {
      if !isPartition { gradient.fill(0) }
      for (block, upstream) in blocks {
        let (row, column) = (block.rows.lowerBound, block.columns.lowerBound)
        if isPartition {
          Kernels.copyBlock(upstream, into: gradient, atRow: row, column: column)
        } else {
          Kernels.addBlock(upstream, to: gradient, atRow: row, column: column)
        }
      }
    }
  }

  /// Whether every cell of a matrix is in exactly one of the blocks.
  private static func isPartition(_ blocks: [SelectBlock], rows: Int, columns: Int) -> Bool {
    var isTaken = [Bool](repeating: false, count: rows * columns)
    for block in blocks {
      for row in block.rows {
        for column in block.columns {
          if isTaken[row * columns + column] { return false }
          isTaken[row * columns + column] = true
        }
      }
    }
    return isTaken.allSatisfy { $0 }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (row, column) = (cell / columns.count, cell % columns.count)
    let source = (rows.lowerBound + row) * inputs[0].columns + columns.lowerBound + column
    return Expansion([Term(Factor(.input(0, cell: source), inputs[0][source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (row, column) = (cell / inputs[0].columns, cell % inputs[0].columns)
    guard rows.contains(row), columns.contains(column) else { return .nothing }
    let source = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
    return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x[\(rows.lowerBound)…\(rows.upperBound - 1), \(columns.lowerBound)…\(columns.upperBound - 1)]",
      backward: ["∂x = ∂y in the block taken, 0 elsewhere"],
      meaning: BilingualText("Takes a block of the numbers as they are.", zh: "原样取出其中一块。"),
      gradientMeaning: BilingualText(
        "The gradient goes back to the block taken; the other numbers had no part in it.",
        zh: "梯度传回被取出的那一块；其余的数没有参与。"))
  }

  public static var examples: [OperationExample] {
    let x = Tensor(rows: [[0.5, -1.2, 2.1], [0.1, 0.2, -0.4], [1.3, -0.6, 0.9]])
    return [
      OperationExample(SelectBlock(rows: 1..<3, columns: 0..<2), [x]),
      OperationExample(SelectBlock(rows: 0..<2, columns: 1..<3), [elementwiseExampleInput]),
    ]
  }
}
