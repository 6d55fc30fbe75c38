import Autodiff
public import Stepping

/// A value with several users whose gradient lacks what flows back through one of them.
public enum MissingContribution: Mistake {
  public static let name = "missing-contribution"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    switch number.instruction.kind {
    case .addContributions, .sumBroadcast: break
    default: return []
    }
    let terms = number.expansion.terms
    guard terms.count > 1 else { return [] }
    return terms.indices.map { left in
      let rest = terms.indices.filter { $0 != left }.map { terms[$0] }
      let part = MistakeArithmetic.text(terms[left])
      return WrongNumber(
        name, MistakeArithmetic.sum(rest), MistakeArithmetic.text(rest),
        BilingualText(
          "what flows back through one of its \(terms.count) users, \(part), is missing",
          zh: "它有 \(terms.count) 个使用者，漏加了从其中一个传回的 \(part)"))
    }
  }
}
