import Autodiff
public import Stepping

/// The step of an update added instead of subtracted.
public enum AddedUpdate: Mistake {
  public static let name = "added-update"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let (rest, step) = MistakeArithmetic.step(of: number) else { return [] }
    let (from, size) = (MistakeArithmetic.sum(rest), MistakeArithmetic.sum(step))
    return [
      WrongNumber(
        name, from - size, "\(MistakeArithmetic.text(from)) + (\(MistakeArithmetic.text(-size)))",
        BilingualText(
          "the step was added; an update goes against the gradient", zh: "把步子加上去了；更新要逆着梯度走"))
    ]
  }
}
