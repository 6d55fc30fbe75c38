import Autodiff
public import Stepping

#if canImport(Glibc)
  import Glibc
#endif

/// A logarithm to the base 10 or 2, as the key of a calculator gives it, in the place of the natural one.
public enum WrongLogarithm: Mistake {
  public static let name = "wrong-logarithm"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let terms = number.expansion.terms
    guard !terms.isEmpty, terms.allSatisfy({ $0.factors.contains { $0.form.hasPrefix("−log(") } }) else { return [] }
    return [10.0, 2.0].map { base in
      WrongNumber(
        name, number.expansion.sum / log(base),
        "\(MistakeArithmetic.text(number.expansion.sum)) / ln \(MistakeArithmetic.text(base))",
        BilingualText(
          "that is the logarithm to the base \(Int(base)); the loss takes the natural one",
          zh: "这是以 \(Int(base)) 为底的对数；损失用的是自然对数"))
    }
  }
}
