import Autodiff
import Screen
import Stepping

/// Writes terms as arithmetic, with the names of the operands or with their numbers.
struct TermText {
  let program: Program
  let format: NumberFormat

  func term(_ term: Autodiff.Term) -> ExplanationReport.Term {
    ExplanationReport.Term(
      names: term.factors.map { $0.written { operand, _ in name(operand) } }.joined(separator: " · "),
      numbers: term.factors.map(numbers).joined(separator: " · "), factors: term.factors.map(\.value), value: term.value
    )
  }

  private func numbers(_ factor: Factor) -> String {
    factor.numbers { format.text($0) }
  }

  private func name(_ operand: Operand) -> String {
    if let address = operand.address { return program.name(of: address) }
    if case .constant(let name) = operand.place, !name.isEmpty { return name }
    return format.text(operand.value)
  }
}
