import Autodiff
public import Stepping

/// The step of an update in the place of the new value, or the old value as if nothing had happened.
public enum OnlyTheStep: Mistake {
  public static let name = "only-the-step"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let (rest, step) = MistakeArithmetic.step(of: number) else { return [] }
    let size = MistakeArithmetic.sum(step)
    let change = BilingualText("that is the change; the old value has to be added to it", zh: "那是变化量；还要加上旧值")
    return [
      WrongNumber(name, size, MistakeArithmetic.text(step), change),
      WrongNumber(name, -size, MistakeArithmetic.text(-size), change),
      WrongNumber(
        name, MistakeArithmetic.sum(rest), MistakeArithmetic.text(rest),
        BilingualText("that is the old value, before the update", zh: "那是更新之前的旧值")),
    ]
  }
}
