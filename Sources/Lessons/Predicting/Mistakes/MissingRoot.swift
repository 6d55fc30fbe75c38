import Autodiff
public import Stepping

/// Divided by the mean square of the gradient instead of by its root.
public enum MissingRoot: Mistake {
  public static let name = "missing-root"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard case .update = number.instruction.kind else { return [] }
    var hasChanged = false
    let terms = number.expansion.terms.map { term in
      Term(
        factors: term.factors.map { factor in
          guard let square = MeanSquare(factor) else { return factor }
          hasChanged = true
          return Factor(
            factor.form.replacing("√", with: ""), factor.operands, value: 1 / (square.value + square.epsilon))
        })
    }
    guard hasChanged else { return [] }
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText("the square root is missing", zh: "漏了开平方"))
    ]
  }
}

/// A factor `1/(√v + ε)`, or with v divided by its correction, taken apart.
struct MeanSquare {
  let value: Double
  let epsilon: Double

  init?(_ factor: Factor) {
    switch (factor.form, factor.operands.count) {
    case ("1/(√# + ε)", 1): value = factor.operands[0].value
    case ("1/(√(#/#) + ε)", 2): value = factor.operands[0].value / factor.operands[1].value
    default: return nil
    }
    guard factor.value != 0 else { return nil }
    epsilon = max(1 / factor.value - value.squareRoot(), 0)
  }
}
