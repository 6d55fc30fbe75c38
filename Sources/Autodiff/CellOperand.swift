/// A number of some cell, as it is: the operand of most terms, packed into 16 bytes.
///
/// A cell's position and a slot's number are kept as `Int32`: an arena has at most 2²⁸ floats.
struct CellOperand: Hashable, Sendable {
  /// What the cell belongs to: 2n is the nth input, 2n + 1 the nth output.
  private let kind: Int32
  private let cell: Int32
  /// Where it stands in the running network; −1 before a program has placed it.
  private var slot: Int32
  private let number: Float

  private static let upstream: Int32 = -1
  /// An operand that is known by its address alone.
  private static let addressed: Int32 = -2

  /// Nil for a number that stands in no cell.
  init?(_ place: OperandPlace, _ value: Float) {
    switch place {
    case .input(let index, let cell): self.init(kind: 2 * Int32(index), cell, value)
    case .output(let index, let cell): self.init(kind: 2 * Int32(index) + 1, cell, value)
    case .upstream(let cell): self.init(kind: Self.upstream, cell, value)
    case .constant: return nil
    }
  }

  /// Nil for a number that stands in no cell, or that is no float.
  init?(_ operand: Operand) {
    let number = Float(operand.value)
    guard Double(number) == operand.value else { return nil }
    if case .constant("") = operand.place, let address = operand.address {
      self.init(kind: Self.addressed, address.cell, number)
    } else {
      self.init(operand.place, number)
    }
    if let address = operand.address { slot = Int32(address.slot.index) }
  }

  private init(kind: Int32, _ cell: Int, _ number: Float) {
    (self.kind, self.cell, self.number) = (kind, Int32(cell), number)
    slot = -1
  }

  var value: Double { Double(number) }

  var operand: Operand {
    let address = slot < 0 ? nil : CellAddress(SlotID(Int(slot)), cell: Int(cell))
    let place: OperandPlace =
      switch kind {
      case Self.upstream: .upstream(cell: Int(cell))
      case Self.addressed: .constant("")
      default: kind % 2 == 0 ? .input(Int(kind / 2), cell: Int(cell)) : .output(Int(kind / 2), cell: Int(cell))
      }
    return Operand(place, value, at: address)
  }

  mutating func place(_ placement: Placement) {
    switch kind {
    case Self.upstream: slot = placement.upstream.map { Int32($0.index) } ?? -1
    case Self.addressed: break
    default:
      let index = Int(kind / 2)
      slot = Int32(kind % 2 == 0 ? placement.inputs[index].index : placement.outputs[index].index)
    }
  }
}

/// Which slots an operation's inputs, outputs and arriving gradient are in a program.
struct Placement {
  let inputs: [SlotID]
  let outputs: [SlotID]
  let upstream: SlotID?

  func address(of place: OperandPlace) -> CellAddress? {
    switch place {
    case .input(let index, let cell): CellAddress(inputs[index], cell: cell)
    case .output(let index, let cell): CellAddress(outputs[index], cell: cell)
    case .upstream(let cell): upstream.map { CellAddress($0, cell: cell) }
    case .constant: nil
    }
  }
}
