import Autodiff
public import Stepping

/// Adam's averages as they are, not divided by 1 − βᵗ.
public enum MissingBiasCorrection: Mistake {
  public static let name = "missing-bias-correction"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let terms = MistakeArithmetic.updateTerms(of: number, replacing: uncorrected) else { return [] }
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText(
          "the averages are not divided by 1 − β₁ᵗ and 1 − β₂ᵗ, the correction for starting at 0",
          zh: "两个平均没有除以 1 − β₁ᵗ 和 1 − β₂ᵗ，即对从 0 开始的校正"))
    ]
  }

  /// A factor without its division by a correction; nil for one that has none.
  private static func uncorrected(_ factor: Factor) -> Factor? {
    guard factor.operands.count == 2, case .constant(let name) = factor.operands[1].place, name.hasPrefix("(1 − β")
    else { return nil }
    let (moment, correction) = (factor.operands[0], factor.operands[1])
    switch factor.form {
    case "#/#": return Factor("#", [moment], value: moment.value)
    case "1/(√(#/#) + ε)":
      let root = (moment.value / correction.value).squareRoot()
      let epsilon = factor.value == 0 ? 0 : 1 / factor.value - root
      return Factor("1/(√# + ε)", [moment], value: 1 / (moment.value.squareRoot() + epsilon))
    default: return nil
    }
  }
}
