import Autodiff
public import Stepping

/// A sum where a product belongs: the chain rule multiplies.
public enum AddedFactors: Mistake {
  public static let name = "added-factors"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard number.expansion.terms.count == 1, let term = number.expansion.terms.first, term.factors.count > 1,
      number.instruction.phase < .update
    else { return [] }
    return [
      WrongNumber(
        name, term.factors.reduce(0) { $0 + $1.value },
        term.factors.map { MistakeArithmetic.text($0) }.joined(separator: " + "),
        BilingualText("the parts were added; here they are multiplied", zh: "把各部分相加了；这里应当相乘"))
    ]
  }
}
