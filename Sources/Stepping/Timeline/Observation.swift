public import Autodiff
import TensorMath

/// Something that happened to the numbers, with the moment that caused it: not an error, but what the
/// learner came to see.
public struct Observation: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A number became NaN or infinite.
    case notFinite
  }

  public let kind: Kind
  /// Right after the instruction that caused it.
  public let moment: Moment
  public let address: CellAddress
  /// The value's name with the cell, `hidden1.sum[3, 0]`.
  public let place: String
  public let value: Float
  /// False when the instruction has read such a number already: the cause lies further back.
  let readsOnlyNumbers: Bool

  /// Whether the instruction just executed has written something that is not a number.
  static func lookForNonFinite(in machine: TrainingMachine) -> Observation? {
    guard machine.position > 0 else { return nil }
    let instruction = machine.program.instructions[machine.position - 1]
    for id in instruction.writes {
      let values = machine.bound.view(of: id).values
      guard let cell = values.firstIndex(where: { !$0.isFinite }) else { continue }
      let address = CellAddress(id, cell: cell)
      return Observation(
        kind: .notFinite, moment: machine.moment, address: address, place: machine.program.name(of: address),
        value: values[cell], readsOnlyNumbers: hasReadOnlyNumbers(instruction, in: machine))
    }
    return nil
  }

  /// An update overwrites what it reads; that is kept in the `previous` slots.
  private static func hasReadOnlyNumbers(_ instruction: Instruction, in machine: TrainingMachine) -> Bool {
    let read =
      instruction.reads.filter { !instruction.writes.contains($0) }
      + instruction.writes.filter { if case .previous = machine.program[$0].role { true } else { false } }
    return read.allSatisfy { machine.bound.view(of: $0).values.allSatisfy(\.isFinite) }
  }
}

extension Program {
  /// A cell's name as the screen shows it: `hidden1.weight[2, 1]`; a scalar has no brackets.
  public func name(of address: CellAddress) -> String {
    let slot = self[address.slot]
    guard slot.shape.rank > 0 else { return slot.name }
    return "\(slot.name)[\(slot.shape.indices(at: address.cell).map(String.init).joined(separator: ", "))]"
  }
}
