import Autodiff
public import Stepping

/// Divided by the mean square of the gradient instead of by its root.
public enum MissingRoot: Mistake {
  public static let name = "missing-root"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let terms = MistakeArithmetic.updateTerms(of: number, replacing: rootless) else { return [] }
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText("the square root is missing", zh: "漏了开平方"))
    ]
  }

  /// `1/(v + ε)` for `1/(√v + ε)`; nil for any other factor.
  private static func rootless(_ factor: Factor) -> Factor? {
    MeanSquare(factor).map { square in
      Factor(factor.form.replacing("√", with: ""), factor.operands, value: 1 / (square.value + square.epsilon))
    }
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
