import Autodiff
public import Stepping
import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// The logarithm of another probability than that of the sample's class: 1 − p, or another class's.
public enum WrongProbability: Mistake {
  public static let name = "wrong-probability"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let terms = number.expansion.terms
    guard terms.contains(where: { $0.factors.contains(where: isLogarithm) }) else { return [] }
    var results: [WrongNumber] = []
    let turned = terms.map { term in
      Term(
        factors: term.factors.map { factor in
          guard isLogarithm(factor), let p = factor.operands.first else { return factor }
          return factor.form == "−log(#)"
            ? Factor("−log(1 − #)", [p], value: -log(1 - p.value)) : Factor("−log(#)", [p], value: -log(p.value))
        })
    }
    results.append(
      WrongNumber(
        name, MistakeArithmetic.sum(turned), MistakeArithmetic.text(turned),
        BilingualText(
          "p and 1 − p are mixed up; what counts is the probability of the class that the sample has",
          zh: "把 p 和 1 − p 弄混了；要用样本所属类别的概率")))
    for shift in 1..<max(columns(number), 1) where columns(number) > 1 {
      guard
        let other = shifted(terms, by: shift, number)
      else { continue }
      results.append(
        WrongNumber(
          name, MistakeArithmetic.sum(other), MistakeArithmetic.text(other),
          BilingualText(
            "the probability of another class; what counts is that of the class that the sample has",
            zh: "用了别的类别的概率；要用样本所属类别的概率")))
    }
    return results
  }

  private static func isLogarithm(_ factor: Factor) -> Bool { factor.form.hasPrefix("−log(") }

  private static let mostClasses = 12

  private static func columns(_ number: WorkedNumber) -> Int {
    let slot = number.expansion.terms.first?.factors.first(where: isLogarithm)?.operands.first?.address?.slot
    let columns = slot.map { number.program[$0].shape.columns } ?? 1
    return columns <= mostClasses ? columns : 1
  }

  /// The same loss with the probability that many classes further on, in every row.
  private static func shifted(_ terms: [Term], by shift: Int, _ number: WorkedNumber) -> [Term]? {
    var changed: [Term] = []
    for term in terms {
      var factors: [Factor] = []
      for factor in term.factors {
        guard isLogarithm(factor) else {
          factors.append(factor)
          continue
        }
        guard factor.form == "−log(#)", let address = factor.operands.first?.address else { return nil }
        let columns = number.program[address.slot].shape.columns
        let row = address.cell / columns
        let cell = CellAddress(address.slot, cell: row * columns + (address.cell % columns + shift) % columns)
        guard let p = number.number(at: cell) else { return nil }
        factors.append(Factor("−log(#)", [Operand(address: cell, p)], value: -log(p)))
      }
      changed.append(Term(factors: factors))
    }
    return changed
  }
}
