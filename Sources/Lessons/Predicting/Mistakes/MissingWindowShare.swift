import Autodiff
public import Stepping

/// Average pooling without its 1/k²: the window's pixels added up, or the whole gradient passed to each of them.
public enum MissingWindowShare: Mistake {
  public static let name = "missing-window-share"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard number.operation is AveragePool, let count = number.meanCount, count > 1 else { return [] }
    let terms = number.expansion.terms.map { term in Term(factors: term.factors.filter { $0.share == nil }) }
    let isForward = number.instruction.phase < .backward
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        isForward
          ? BilingualText(
            "the \(count) pixels of the window were added up and not divided by \(count)",
            zh: "窗口里的 \(count) 个像素相加后没有除以 \(count)")
          : BilingualText(
            "each of the window's \(count) pixels gets 1/\(count) of the gradient, not all of it",
            zh: "窗口里的 \(count) 个像素各分到梯度的 1/\(count)，而不是全部"))
    ]
  }
}
