import Autodiff
public import Stepping

/// Max pooling's gradient given to every pixel of a window and not to its winner alone.
public enum GradientToAll: Mistake {
  public static let name = "gradient-to-all"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard number.operation is MaximumPool, number.instruction.phase == .backward else { return [] }
    let terms = number.expansion.terms.filter { $0.factors.count == 2 }.map { Term($0.factors[0]) }
    guard !terms.isEmpty else { return [] }
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText(
          "every pixel of a window got the gradient; it goes to the winner alone", zh: "窗口里每个像素都分到了梯度；其实只传给胜者"))
    ]
  }
}
