import Autodiff
import Stepping
import TensorMath

/// All bits that a run has at a moment: parameters, optimizer states, what this iteration has
/// computed, and the learning rate.
struct Bits: Equatable, CustomStringConvertible {
  let slots: [String: [UInt32]]
  let learningRate: UInt32

  init(_ machine: TrainingMachine) {
    var slots: [String: [UInt32]] = [:]
    for slot in machine.program.slots where machine.isComputed(slot.id) {
      slots[slot.name] = machine.bound.view(of: slot.id).values.map(\.bitPattern)
    }
    self.slots = slots
    learningRate = machine.learningRate.bitPattern
  }

  init(_ timeline: Timeline) { self.init(timeline.machine) }

  var description: String { "\(slots.count) slots" }

  /// What differs, by name.
  func differences(from other: Bits) -> [String] {
    Set(slots.keys).union(other.slots.keys).filter { slots[$0] != other.slots[$0] }.sorted()
      + (learningRate == other.learningRate ? [] : ["learning rate"])
  }
}

extension Timeline {
  /// The end of an iteration.
  func end(ofIteration iteration: Int) -> Moment {
    Moment(iteration: iteration, position: program.instructions.count)
  }

  /// The first moment at which a value is computed.
  func position(of name: String) -> Int { (program.slot(named: name)?.writtenBy ?? -1) + 1 }

  func cell(_ name: String, _ cell: Int = 0) -> CellAddress {
    CellAddress(program.slot(named: name)?.id ?? SlotID(-1), cell: cell)
  }

  func values(_ name: String) -> [Float] {
    program.slot(named: name).map { machine.bound.view(of: $0.id).values } ?? []
  }

  /// Computed cells whose terms do not add up to them, by name.
  var unexplained: [String] {
    var names: [String] = []
    for slot in program.slots where !slot.isLoaded && machine.isComputed(slot.id) {
      if slot.isDurable, (slot.writtenBy ?? 0) >= machine.position { continue }
      for (cell, value) in machine.bound.view(of: slot.id).values.enumerated() {
        let address = CellAddress(slot.id, cell: cell)
        guard let expansion = machine.expansion(of: address),
          abs(expansion.sum - Double(value)) <= 1e-5 * expansion.sumOfMagnitudes + 1e-37
        else {
          names.append(program.name(of: address))
          continue
        }
      }
    }
    return names
  }
}
