extension Program {
  /// What must hold of every program: each slot is written before it is read, gradients have the
  /// shapes of their values, and nothing is left unwritten.
  func validate() throws(ProgramError) {
    var written = Set(slots.filter(\.isDurable).map(\.id))
    for instruction in instructions {
      for slot in instruction.reads where !written.contains(slot) {
        throw .slotReadBeforeWritten(self[slot].name, instruction: instruction.label)
      }
      for slot in instruction.writes {
        precondition(
          self[slot].isDurable || !written.contains(slot), "\(self[slot].name) is written twice in an iteration")
        written.insert(slot)
      }
    }
    if let missing = slots.first(where: { !written.contains($0.id) }) { throw .slotNotWritten(missing.name) }
    for (value, gradient) in gradients {
      precondition(self[value].shape == self[gradient].shape, "\(self[gradient].name) has another shape")
    }
  }
}
