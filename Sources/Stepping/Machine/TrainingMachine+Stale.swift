import Autodiff

extension TrainingMachine {
  /// What this iteration has computed from a parameter that was changed by hand afterwards: the numbers are
  /// those of before the change, and so is what followed from them.
  var staleSlots: Set<SlotID> {
    guard !edits.isEmpty else { return [] }
    var stale: Set<SlotID> = []
    for (index, instruction) in program.instructions.prefix(position).enumerated() {
      if case .update = instruction.kind { break }
      let hasReadOld = edits.contains { edit in
        edit.position > index && instruction.reads.contains(edit.address.slot)
      }
      if hasReadOld || instruction.reads.contains(where: stale.contains) { stale.formUnion(instruction.writes) }
    }
    return stale
  }
}
