import Autodiff
public import Stepping

/// A parameter as it is after this iteration's update, in the place of what it was when it was used.
public enum UpdatedWeight: Mistake {
  public static let name = "updated-weight"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let reason = BilingualText(
      "the weights are those after the update; this iteration computes with those before it",
      zh: "用了更新之后的权重；本次迭代用的是更新之前的")
    return number.withParameters(number.updatedParameters).map {
      [WrongNumber(name, MistakeArithmetic.sum($0), MistakeArithmetic.text($0), reason)]
    } ?? []
  }
}

extension WorkedNumber {
  /// The terms with other numbers for the parameters; nil when that is not known or changes nothing.
  func withParameters(_ numbers: [SlotID: [Float]]) -> [Term]? {
    guard !numbers.isEmpty else { return nil }
    return MistakeArithmetic.replacing(expansion.terms) { operand in
      guard let address = operand.address else { return nil }
      let slot: SlotID = if case .previous(let source) = program[address.slot].role { source } else { address.slot }
      guard let cells = numbers[slot], cells.indices.contains(address.cell) else { return nil }
      return (Double(cells[address.cell]), address)
    }
  }
}
