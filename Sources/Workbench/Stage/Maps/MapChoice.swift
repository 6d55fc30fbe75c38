import Autodiff
import Stepping
import TensorMath

/// Which sample and which maps are looked at, where the cursor does not say: it follows the cursor from tensor to tensor.
struct MapChoice: Hashable, Sendable {
  var sample = 0
  /// Of the maps that the instruction reads.
  var input = 0
  /// Of the maps that it writes; of a kernel, the map that it makes.
  var output = 0
  /// Where the cursor was last on a map.
  var row = 0
  var column = 0

  /// Takes what the cursor says.
  mutating func follow(_ cursor: CellAddress, _ snapshot: Snapshot) {
    let program = snapshot.program
    guard cursor.slot.index < program.slots.count else { return }
    let shape = program[cursor.slot].shape
    guard shape.rank > 0, cursor.cell < shape.count else { return }
    let at = shape.indices(at: cursor.cell)
    let kind = StageMaps(snapshot)
    if kind.kernels.contains(cursor.slot) {
      (output, input) = (at[0], at[1])
    } else if shape.rank == 1 {
      if kind.biases.contains(cursor.slot) { output = at[0] }
    } else {
      sample = at[0]
      guard shape.rank == 4 else { return }
      if kind.results.contains(cursor.slot) { output = at[1] } else { input = at[1] }
      (row, column) = (at[2], at[3])
    }
  }

  /// The cell of a map that the choice stands for: where the cursor goes when it comes from a kernel or a bias, which
  /// have neither samples nor places.
  func cell(in slot: SlotID, _ snapshot: Snapshot) -> Int? {
    guard !snapshot.program.belongsToParameter(slot), let maps = MapSlot(slot, snapshot) else { return nil }
    let isResult = StageMaps(snapshot).results.contains(slot)
    return maps.cell(
      maps.clamped(
        MapSlot.Place(sample: sample, channel: isResult ? output : input, row: row, column: column)))
  }
}

/// The parts that the slots of a convolution play, forwards and backwards.
private struct StageMaps {
  var kernels: Set<SlotID> = []
  var biases: Set<SlotID> = []
  /// What the convolution makes, and its gradient.
  var results: Set<SlotID> = []

  init(_ snapshot: Snapshot) {
    let program = snapshot.program
    guard let instruction = snapshot.instruction else { return }
    switch instruction.kind {
    case .forward(let index), .backward(let index):
      let node = program.nodes[index]
      results = Set(node.outputs)
      if case .backward = instruction.kind { results = [instruction.reads[0]] }
      guard node.operation is Convolution else { return }
      func own(_ input: SlotID) -> Set<SlotID> {
        Set([input] + instruction.writes.filter { program.isGradient($0, of: input) })
      }
      (kernels, biases) = (own(node.inputs[1]), own(node.inputs[2]))
    case .update(let index):
      let parameter = program.parameters[index]
      if program[parameter.slot].shape.rank == 4 {
        kernels = Set([parameter.slot, parameter.updateGradient] + parameter.states + parameter.previous)
      }
    default: break
    }
  }
}
