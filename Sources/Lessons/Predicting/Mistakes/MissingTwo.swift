import Autodiff
public import Stepping

/// The derivative of a square without its 2.
public enum MissingTwo: Mistake {
  public static let name = "missing-two"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard case .backward = number.instruction.kind else { return [] }
    let isDoubled = number.expansion.terms.contains { term in
      term.factors.contains {
        $0.share.map { abs($0.numerator) == 2 }
          ?? ($0.form == "#" && $0.value == 2 && $0.operands.first?.address == nil)
      }
    }
    guard isDoubled else { return [] }
    return [
      WrongNumber(
        name, number.value / 2, "\(MistakeArithmetic.text(number.value)) / 2",
        BilingualText("the 2 is missing: the derivative of d² is 2·d", zh: "漏了 2：d² 的导数是 2·d"))
    ]
  }
}
