import Autodiff
import NeuralNet
import Stepping
import TensorMath

/// How the numbers of a slot belong to samples, heads, tokens and columns.
///
///     block.query    [batch, positions, width]       rows: tokens          columns: numbers of a token
///     block.scores   [batch, heads, queries, keys]   rows: queries         columns: keys
///     letters.tokens [batch, positions]              rows: tokens          one column
///     letters.table  [vocabulary, width]             no sample: the whole matrix
struct TokenTensor {
  enum Kind: Hashable { case tokens, pairs, column, whole }

  let slot: SlotID
  let kind: Kind
  let samples: Int
  let heads: Int
  /// Of the picture of one sample.
  let rows: Int
  let columns: Int
  /// The attention that it is a part of, and which; nil for other tensors.
  let attention: AttentionLayer?
  let part: AttentionLayer.Part?

  init(_ slot: SlotID, _ program: Program) {
    self.slot = slot
    let shape = program[slot].shape
    let value = program.valueSlot(of: slot)
    let writer = program[value].writtenBy.map { program.instructions[$0] }
    let layer = writer.flatMap { AttentionLayer(of: $0, in: program) }
    part = layer?.part(of: slot, in: program)
    attention = part == nil ? nil : layer
    let isParameter = program.belongsToParameter(slot)
    switch shape.rank {
    case 4 where attention != nil:
      (samples, heads, rows, columns) = (
        shape.dimensions[0], shape.dimensions[1], shape.dimensions[2], shape.dimensions[3]
      )
      kind = .pairs
    case 3 where !isParameter:
      (samples, heads, rows, columns) = (shape.dimensions[0], 1, shape.dimensions[1], shape.dimensions[2])
      kind = .tokens
    case 2 where !isParameter && Self.hasNumberForEachToken(value, writer, program):
      (samples, heads, rows, columns) = (shape.dimensions[0], 1, shape.dimensions[1], 1)
      kind = .column
    default:
      (samples, heads, rows, columns) = (1, 1, shape.rows, max(shape.columns, 1))
      kind = .whole
    }
  }

  /// The tokens themselves, what is to be told at each, a mean for each.
  private static func hasNumberForEachToken(_ slot: SlotID, _ writer: Instruction?, _ program: Program) -> Bool {
    guard let writer, case .forward(let index) = writer.kind else {
      return program[slot].role == .input && program[slot].shape.columns > 1
    }
    let operation = program.nodes[index].operation
    return operation is SelectTokens || operation is LayerNormalization
  }

  var count: Int { samples * heads * rows * columns }

  func cell(sample: Int, head: Int, row: Int, column: Int) -> Int {
    func inside(_ index: Int, _ count: Int) -> Int { min(max(index, 0), max(count - 1, 0)) }
    let map = inside(sample, samples) * heads + inside(head, heads)
    return (map * rows + inside(row, rows)) * columns + inside(column, columns)
  }

  func indices(of cell: Int) -> (sample: Int, head: Int, row: Int, column: Int) {
    let (line, map) = (cell / max(columns, 1), cell / max(rows * columns, 1))
    return (map / max(heads, 1), map % max(heads, 1), line % max(rows, 1), cell % max(columns, 1))
  }
}

extension TokenTensor {
  /// Where the tensor's numbers of a sample and head are.
  func start(sample: Int, head: Int) -> Int { cell(sample: sample, head: head, row: 0, column: 0) }

  /// The columns that belong to a head; all where heads have no columns of their own.
  func columns(ofHead head: Int) -> Range<Int> {
    guard kind == .tokens, let attention, part != .attention else { return 0..<columns }
    let head = min(max(head, 0), attention.heads - 1)
    return head * attention.headWidth..<(head + 1) * attention.headWidth
  }
}
