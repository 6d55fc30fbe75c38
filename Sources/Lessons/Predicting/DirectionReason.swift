import Autodiff
import Stepping

/// Why a parameter goes up or down: for somebody who has got it wrong.
enum DirectionReason {
  static func mistakes(_ worked: WorkedNumber) -> [FittingMistake] {
    guard let (_, step) = MistakeArithmetic.step(of: worked) else { return [] }
    let arithmetic = MistakeArithmetic.text(step)
    return [
      FittingMistake(
        "with-the-gradient",
        BilingualText(
          "What is added to it is \(arithmetic): an update goes against the gradient.",
          zh: "加到它上面的是 \(arithmetic)：更新逆着梯度走。"))
    ]
  }
}
