import Autodiff
public import Stepping

/// Divided by the root alone, without ε: seen only where ε is not small beside it.
public enum MissingEpsilon: Mistake {
  public static let name = "missing-epsilon"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard case .update = number.instruction.kind else { return [] }
    var epsilon: Double?
    let terms = number.expansion.terms.map { term in
      Term(
        factors: term.factors.map { factor in
          guard let square = MeanSquare(factor) else { return factor }
          epsilon = square.epsilon
          return Factor(factor.form.replacing(" + ε", with: ""), factor.operands, value: 1 / square.value.squareRoot())
        })
    }
    guard let epsilon else { return [] }
    let size = MistakeArithmetic.text(epsilon)
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText("ε = \(size) is missing under the fraction", zh: "分母里漏了 ε = \(size)"))
    ]
  }
}
