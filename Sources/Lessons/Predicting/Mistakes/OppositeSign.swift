import Autodiff
public import Stepping

/// Right but for the sign.
public enum OppositeSign: Mistake {
  public static let name = "opposite-sign"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard number.value != 0 else { return [] }
    let terms = number.expansion.terms
    let negatives = terms.count == 1 ? terms[0].factors.count { $0.value < 0 } : 0
    let why: BilingualText =
      switch negatives {
      case 0: BilingualText("the size is right, the sign is not", zh: "大小对了，符号反了")
      case 1:
        BilingualText(
          "the size is right, the sign is not: one factor is negative, so the product is",
          zh: "大小对了，符号反了：有一个因子是负的，所以积是负的")
      default:
        BilingualText(
          "the size is right, the sign is not: \(negatives) factors are negative",
          zh: "大小对了，符号反了：有 \(negatives) 个因子是负的")
      }
    return [
      WrongNumber(name, -number.value, "−(\(MistakeArithmetic.text(number.value)))", why)
    ]
  }
}
