public import Autodiff

extension Snapshot {
  /// The same moment as somebody sees it who does not know some of its numbers yet: they are as if not computed.
  public func hiding(_ slots: Set<SlotID>) -> Snapshot {
    var hidden = self
    for slot in slots {
      hidden.computed[slot.index] = false
      hidden.values[slot] = nil
    }
    if let explanation, slots.contains(explanation.address.slot) {
      hidden.explanation = Explanation(
        address: explanation.address, name: explanation.name, value: nil, formula: explanation.formula,
        operation: explanation.operation, meaning: explanation.meaning, expansion: nil, groups: [],
        users: explanation.users)
    }
    // What is asked of a second machine tells the number, too.
    hidden.whatIf = nil
    hidden.batchParts = nil
    return hidden
  }
}
