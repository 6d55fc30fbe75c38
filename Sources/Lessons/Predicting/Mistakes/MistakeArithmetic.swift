import Autodiff
import Stepping

#if canImport(Glibc)
  import Glibc
#endif

/// How mistakes write what they have computed, and what several of them have in common.
enum MistakeArithmetic {
  /// Four digits that count.
  static func text(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
    let scale = pow(10, 3 - floor(log10(abs(number))))
    let text = ((number * scale).rounded() / scale).short
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  static func text(_ factor: Factor) -> String {
    if case .constant = factor.operands.first?.place, factor.form == "#", factor.operands[0].address == nil {
      return text(factor.value)
    }
    return factor.numbers(text)
  }

  static func text(_ term: Term) -> String {
    if term.factors.isEmpty { return "1" }
    return term.factors.map { factor in
      let text = text(factor)
      return text.hasPrefix("−") && term.factors.count > 1 ? "(\(text))" : text
    }.joined(separator: " · ")
  }

  /// The sum with its numbers; a long one is cut: `0.5 · 0.3 + … (9 terms)`.
  static func text(_ terms: [Term]) -> String {
    let shown = terms.prefix(3).map { text($0) }.joined(separator: " + ")
    return terms.count > 3 ? "\(shown) + … (\(terms.count))" : shown.isEmpty ? "0" : shown
  }

  static func sum(_ terms: [Term]) -> Double { terms.reduce(0) { $0 + $1.value } }

  /// The terms with other numbers in the place of some operands; nil when nothing changes, or when the operand goes
  /// through a function that this does not know.
  static func replacing(_ terms: [Term], _ number: (Operand) -> (value: Double, address: CellAddress)?) -> [Term]? {
    var hasChanged = false
    var changed: [Term] = []
    for term in terms {
      var factors: [Factor] = []
      for factor in term.factors {
        let others = factor.operands.map { operand in number(operand) }
        guard others.contains(where: { $0 != nil }) else {
          factors.append(factor)
          continue
        }
        guard factor.form == "#", let other = others.first ?? nil else { return nil }
        hasChanged = true
        factors.append(Factor("#", [Operand(address: other.address, other.value)], value: other.value))
      }
      changed.append(Term(factors: factors))
    }
    return hasChanged ? changed : nil
  }

  /// The terms of an update with other factors in the place of some; nil when it is no update, or when nothing
  /// changes.
  static func updateTerms(of number: WorkedNumber, replacing other: (Factor) -> Factor?) -> [Term]? {
    guard case .update = number.instruction.kind else { return nil }
    let terms = number.expansion.terms
    guard terms.contains(where: { $0.factors.contains { other($0) != nil } }) else { return nil }
    return terms.map { Term(factors: $0.factors.map { other($0) ?? $0 }) }
  }

  /// The step of an update: the terms with the learning rate, and the others.
  static func step(of number: WorkedNumber) -> (rest: [Term], step: [Term])? {
    guard case .update = number.instruction.kind, number.program[number.address.slot].role == .parameter else {
      return nil
    }
    let step = number.expansion.terms.filter { $0.factors.contains(where: isLearningRate) }
    return step.isEmpty ? nil : (number.expansion.terms.filter { !$0.factors.contains(where: isLearningRate) }, step)
  }

  static func isLearningRate(_ factor: Factor) -> Bool {
    guard case .constant(let name) = factor.operands.first?.place else { return false }
    return name.hasSuffix("learning rate")
  }

  static func name(_ operand: Operand, _ program: Program) -> String {
    operand.address.map { program.name(of: $0) } ?? text(operand.value)
  }
}
