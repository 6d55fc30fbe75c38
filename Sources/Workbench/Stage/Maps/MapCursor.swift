import Autodiff
import Stepping
import TensorMath

extension Program {
  /// The cell of another tensor that belongs to a cell, where either holds maps: the same sample, the same map and the
  /// same part of it; from a map to its kernel or bias and back; from a map to its place in a flattened row.
  func relatedMapCell(of address: CellAddress, in slot: SlotID) -> Int {
    let (from, to) = (self[address.slot].shape, self[slot].shape)
    guard from.rank > 0, to.rank > 0, to.count > 0, address.cell < from.count else { return 0 }
    let at = from.indices(at: address.cell)
    let (isFromKernel, isToKernel) = (belongsToParameter(address.slot), belongsToParameter(slot))
    var place = [Int](repeating: 0, count: to.rank)
    switch (isFromKernel, isToKernel) {
    case (false, true):
      // The map that the kernel makes; a sample says nothing about a kernel.
      place[0] = at.count > 1 && at.count == 4 ? at[1] : 0
    case (true, false):
      if to.rank == 4 { place[1] = at[0] }
    case (true, true):
      place[0] = at[0]
    case (false, false):
      if from.count == to.count, from.dimensions[0] == to.dimensions[0] { return address.cell }
      place[0] = at[0]
      if from.rank == 4, to.rank == 4 {
        place[1] = at[1]
        for axis in 2...3 { place[axis] = at[axis] * to.dimensions[axis] / max(from.dimensions[axis], 1) }
      }
    }
    let inside = zip(place, to.dimensions).map { min(max($0, 0), $1 - 1) }
    return to.offset(of: inside) ?? 0
  }
}

/// Going from sample to sample of a batch.
enum SampleCursor {
  static func move(_ state: inout WorkbenchState, by step: Int) -> [Effect] {
    guard let snapshot = state.snapshot, let cursor = state.cursor else { return [] }
    let shape = snapshot.program[cursor.slot].shape
    state.questions = []
    if shape.rank > 1, !snapshot.program.belongsToParameter(cursor.slot) {
      let cell = cursor.cell + step * (shape.count / shape.dimensions[0])
      if cell >= 0, cell < shape.count { state.cursor = CellAddress(cursor.slot, cell: cell) }
    } else {
      // A kernel has no sample: the picture beside it has.
      let count = snapshot.program.inputs.first.map { snapshot.program[$0].shape.dimensions[0] } ?? 1
      state.mapChoice.sample = min(max(state.mapChoice.sample + step, 0), count - 1)
    }
    return []
  }
}
