import Autodiff
public import Stepping

/// Divided by N once more than the formula does: in the loss and again in its gradient.
public enum DividedTwice: Mistake {
  public static let name = "divided-twice"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let count = number.meanCount, count > 1 else { return [] }
    return [
      WrongNumber(
        name, number.value / Double(count), "\(MistakeArithmetic.text(number.value)) / \(count)",
        BilingualText("it is divided by N = \(count) twice", zh: "除以 N = \(count) 除了两次"))
    ]
  }
}
