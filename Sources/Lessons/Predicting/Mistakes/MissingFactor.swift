import Autodiff
public import Stepping

/// A product without one of its factors, in every term alike.
public enum MissingFactor: Mistake {
  public static let name = "missing-factor"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let terms = number.expansion.terms
    guard number.instruction.phase < .update, let most = terms.map(\.factors.count).max(), most > 1 else { return [] }
    return (0..<most).compactMap { place in
      let changed = terms.map { term in
        guard term.factors.count == most else { return term }
        return Term(factors: term.factors.indices.filter { $0 != place }.map { term.factors[$0] })
      }
      guard let example = terms.first(where: { $0.factors.count == most })?.factors[place] else { return nil }
      let names = example.operands.map { MistakeArithmetic.name($0, number.program) }.joined(separator: ", ")
      let factor = MistakeArithmetic.text(example)
      return WrongNumber(
        name, MistakeArithmetic.sum(changed), MistakeArithmetic.text(changed),
        terms.count == 1
          ? BilingualText("the factor \(factor) (\(names)) is missing", zh: "漏乘了 \(factor)（\(names)）")
          : BilingualText(
            "a factor of every product is missing: \(factor) (\(names)) in the first",
            zh: "每个乘积都漏了一个因子：第一个漏了 \(factor)（\(names)）"))
    }
  }
}
