import Autodiff
import Screen

/// Writes explanations as arithmetic: terms with their numbers, or with the names of their operands.
struct ExpansionText {
  let program: Program
  let format: NumberFormat

  /// A factor with its operands' numbers put in: `tanh(0.512)`, `(−0.3)`.
  func numbers(_ factor: Factor) -> String {
    factor.numbers { format.text($0) }
  }

  /// A factor with its operands' names put in: `tanh(hidden1.sum[0, 2])`.
  func names(_ factor: Factor) -> String {
    factor.written { operand, _ in name(operand) }
  }

  /// Names without their layers, for where room is short; of time steps with these.
  func shortNames(_ factor: Factor) -> String {
    factor.written { operand, _ in
      operand.address.map { SlotText.shortNameInTime($0, program) } ?? name(operand)
    }
  }

  func name(_ operand: Operand) -> String {
    if let address = operand.address { return SlotText.name(address, program) }
    if case .constant(let name) = operand.place { return name }
    return format.text(operand.value)
  }

  func numbers(_ term: Term) -> String { term.factors.map(numbers).joined(separator: "·") }
  func names(_ term: Term) -> String { term.factors.map(names).joined(separator: " · ") }

  /// The sum in one line; terms that do not fit are counted: `0.5·0.3 + … (9)`.
  func line(_ terms: ArraySlice<Term>, columns: Int) -> String {
    guard let first = terms.first else { return "" }
    let rest = " + … (\(terms.count))"
    var text = numbers(first)
    // The longest beginning that leaves room for the count; no more terms are written than fit.
    var cut = text
    for term in terms.dropFirst() {
      text += " + " + numbers(term)
      if text.count > columns { return cut + rest }
      if text.count + rest.count <= columns { cut = text }
    }
    return text
  }
}
