import Autodiff
public import Stepping

/// A sum without one of its terms.
public enum MissingTerm: Mistake {
  public static let name = "missing-term"

  /// Of long sums almost any number lacks some term.
  private static let mostTerms = 32

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let terms = number.expansion.terms
    guard number.instruction.phase < .update, (2...mostTerms).contains(terms.count) else { return [] }
    return terms.indices.map { left in
      let rest = terms.indices.filter { $0 != left }.map { terms[$0] }
      let part = MistakeArithmetic.text(terms[left])
      return WrongNumber(
        name, MistakeArithmetic.sum(rest), MistakeArithmetic.text(rest),
        BilingualText(
          "one of the \(terms.count) terms is missing: \(part)", zh: "\(terms.count) 项中漏了一项：\(part)"))
    }
  }
}
