import Autodiff
import Stepping

/// Why a number has the sign that it has: for somebody who has got it wrong.
enum SignReason {
  static func mistakes(_ worked: WorkedNumber) -> [FittingMistake] {
    let terms = worked.expansion.terms
    if terms.count == 1, terms[0].factors.count > 1 { return [ofProduct(terms[0])] }
    return terms.count > 1 ? [ofSum(terms)] : []
  }

  private static func ofProduct(_ term: Term) -> FittingMistake {
    let negatives = term.factors.count { $0.value < 0 }
    let text = MistakeArithmetic.text(term)
    let why: BilingualText =
      switch negatives {
      case 0: BilingualText("\(text): no factor is negative.", zh: "\(text)：没有负的因子。")
      case 1: BilingualText("\(text): one negative factor makes the product negative.", zh: "\(text)：一个负因子使积为负。")
      default:
        BilingualText(
          "\(text): \(negatives) factors are negative; two of them cancel.", zh: "\(text)：有 \(negatives) 个负因子，每两个相互抵消。")
      }
    return FittingMistake("sign-of-product", why)
  }

  /// Longer sums are told by their two sides.
  private static let mostTerms = 4

  private static func ofSum(_ terms: [Term]) -> FittingMistake {
    if terms.count <= mostTerms {
      let list = terms.map { "\(MistakeArithmetic.text($0)) = \(MistakeArithmetic.text($0.value))" }
      return FittingMistake(
        "sign-of-sum",
        BilingualText(
          "The terms are \(list.joined(separator: "; ")).", zh: "各项是 \(list.joined(separator: "；"))。"))
    }
    let positive = MistakeArithmetic.sum(terms.filter { $0.value > 0 })
    let negative = MistakeArithmetic.sum(terms.filter { $0.value < 0 })
    let (up, down) = (MistakeArithmetic.text(positive), MistakeArithmetic.text(negative))
    return FittingMistake(
      "sign-of-sum",
      BilingualText(
        "The positive terms add up to \(up), the negative ones to \(down): the larger side decides.",
        zh: "正项之和是 \(up)，负项之和是 \(down)：大的一边决定符号。"))
  }
}
