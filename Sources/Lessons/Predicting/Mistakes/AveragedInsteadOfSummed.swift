import Autodiff
public import Stepping

/// The mean of several parts in the place of their sum: what flows back through several users, or from several
/// samples, is added up. The 1/N is in the loss already.
public enum AveragedInsteadOfSummed: Mistake {
  public static let name = "averaged-instead-of-summed"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let count = number.expansion.terms.count
    guard number.instruction.phase == .backward, count > 1, number.meanCount == nil else { return [] }
    return [
      WrongNumber(
        name, number.value / Double(count), "\(MistakeArithmetic.text(number.value)) / \(count)",
        BilingualText(
          "the \(count) parts were averaged; gradients are added up", zh: "把 \(count) 部分取了平均；梯度是相加的"))
    ]
  }
}
