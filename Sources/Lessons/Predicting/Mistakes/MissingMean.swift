import Autodiff
public import Stepping

/// Summed instead of averaged: 1/N is forgotten.
public enum MissingMean: Mistake {
  public static let name = "missing-mean"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    // Of a pooling's share there is more to say.
    guard let count = number.meanCount, count > 1, !(number.operation is AveragePool) else { return [] }
    let isLoss = !(number.operation is ChannelMean || number.operation is ChannelVariance)
    let terms = number.expansion.terms.map { term in
      Term(
        factors: term.factors.compactMap { factor in
          guard let share = factor.share else { return factor }
          return share.numerator == 1 ? nil : .constant("\(share.numerator)", Double(share.numerator))
        })
    }
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText(
          "it is not divided by N = \(count); \(isLoss ? "the loss" : "this") is a mean",
          zh: "没有除以 N = \(count)；\(isLoss ? "损失" : "这里")是平均值"))
    ]
  }
}

extension WorkedNumber {
  /// The N of the 1/N in its terms; nil where there is none.
  var meanCount: Int? { expansion.terms.first?.factors.compactMap(\.share).first?.count }
}
