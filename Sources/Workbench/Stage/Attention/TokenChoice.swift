import Autodiff
import NeuralNet
import Stepping
import TensorMath

/// Which sample, head, query and key are looked at, where the cursor does not say all of it: one query is followed from
/// tensor to tensor while the cursor goes with the steps.
struct TokenChoice: Hashable, Sendable {
  var sample = 0
  var head = 0
  /// The position that asks; where nobody asks, the position.
  var query = 0
  /// The position that is asked.
  var key = 0
  /// Of the numbers of a token.
  var column = 0

  /// Takes what a number says.
  mutating func follow(_ address: CellAddress, _ program: Program) {
    guard address.slot.index < program.slots.count, !program.belongsToParameter(address.slot) else { return }
    let tensor = TokenTensor(address.slot, program)
    guard address.cell < tensor.count else { return }
    guard tensor.kind != .whole else {
      // A row for each sample, such as what was pooled: the pictures are to be of that one.
      let (shape, samples) = (program[address.slot].shape, program.inputs.first.map { program[$0].shape.dimensions[0] })
      if shape.rank == 2, shape.rows == samples { sample = address.cell / max(shape.columns, 1) }
      return
    }
    let at = tensor.indices(of: address.cell)
    sample = at.sample
    switch tensor.kind {
    case .pairs: (head, query, key) = (at.head, at.row, at.column)
    case .column: query = at.row
    default:
      if tensor.part?.isOfKeys ?? false { key = at.row } else { query = at.row }
      column = at.column
      // What the output projection makes belongs to no head.
      if let attention = tensor.attention, tensor.part != .attention { head = at.column / attention.headWidth }
    }
  }

  /// The cell of a tensor that the choice stands for; nil for one without tokens.
  func cell(in slot: SlotID, _ program: Program) -> Int? {
    guard !program.belongsToParameter(slot) else { return nil }
    let tensor = TokenTensor(slot, program)
    guard tensor.count > 0 else { return nil }
    switch tensor.kind {
    case .whole: return nil
    case .pairs: return tensor.cell(sample: sample, head: head, row: query, column: key)
    case .column: return tensor.cell(sample: sample, head: 0, row: query, column: 0)
    case .tokens:
      let row = tensor.part?.isOfKeys ?? false ? key : query
      let own = tensor.columns(ofHead: head)
      return tensor.cell(sample: sample, head: 0, row: row, column: own.lowerBound + column % max(own.count, 1))
    }
  }
}

extension StageSlots {
  /// Where the cursor goes in networks that read tokens: the same query, key and head in what is written now.
  static func tokenCursor(_ snapshot: Snapshot, _ choice: TokenChoice) -> CellAddress? {
    guard let instruction = snapshot.instruction, [.forward, .loss, .backward].contains(instruction.phase),
      snapshot.program.readsTokens, let target = StageSlots(snapshot).writes.first
    else { return nil }
    if let cell = choice.cell(in: target, snapshot.program) { return CellAddress(target, cell: cell) }
    // Of a table's gradient the row of the token that is looked at.
    guard case .backward(let index) = instruction.kind, snapshot.program.nodes[index].operation is Embedding,
      let at = choice.cell(in: snapshot.program.nodes[index].inputs[0], snapshot.program),
      let token = snapshot.values(of: snapshot.program.nodes[index].inputs[0])?[safe: at].flatMap({ Int(exactly: $0) })
    else { return nil }
    let shape = snapshot.program[target].shape
    guard token >= 0, token < shape.rows else { return nil }
    return CellAddress(target, cell: token * shape.columns + choice.column % max(shape.columns, 1))
  }
}

extension Program {
  /// The cell of another tensor that belongs to the same sample, tokens and head; nil where there are no tokens.
  func relatedTokenCell(of address: CellAddress, in slot: SlotID) -> Int? {
    guard readsTokens, !belongsToParameter(address.slot), TokenTensor(address.slot, self).kind != .whole else {
      return nil
    }
    var choice = TokenChoice()
    choice.follow(address, self)
    // Where one of them asks and the other is asked, the row stays the same as far as there is one.
    let from = TokenTensor(address.slot, self)
    if from.kind != .pairs { (choice.query, choice.key) = (choice.query + choice.key, choice.query + choice.key) }
    return choice.cell(in: slot, self)
  }

  /// Whether samples are tokens, which an embedding looks up.
  var readsTokens: Bool {
    // Asked at every key, of programs with thousands of nodes too: only those that read the samples are looked at.
    guard let samples = inputs.first else { return false }
    return self[samples].readBy.contains { reader in
      guard case .forward(let index) = instructions[reader].kind else { return false }
      return nodes[index].operation is Embedding || nodes[index].operation is SelectTokens
    }
  }
}
