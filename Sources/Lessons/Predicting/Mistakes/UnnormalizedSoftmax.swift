import Autodiff
public import Stepping

#if canImport(Glibc)
  import Glibc
#endif

/// exp(x) that is not divided by the sum, or x divided by the sum of the x.
public enum UnnormalizedSoftmax: Mistake {
  public static let name = "unnormalized-softmax"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let total = number.expansion.definitions.first(where: { $0.symbol == "Σ" }),
      let power = number.expansion.terms.first?.factors.first, power.form.hasPrefix("exp("),
      let input = power.operands.first
    else { return [] }
    let scores = total.terms.compactMap { $0.factors.first?.operands.first?.value }
    let scoreText = MistakeArithmetic.text(input.value)
    let undivided = BilingualText("it is not divided by the sum over the row", zh: "没有除以这一行的总和")
    return [
      WrongNumber(name, exp(input.value), "exp(\(scoreText))", undivided),
      WrongNumber(name, power.value, MistakeArithmetic.text(power), undivided),
      WrongNumber(
        name, input.value / scores.reduce(0, +), "\(scoreText) / \(MistakeArithmetic.text(scores.reduce(0, +)))",
        BilingualText("the scores themselves were divided; exp of each comes first", zh: "直接用了得分相除；要先对每个得分取 exp")),
    ]
  }
}
