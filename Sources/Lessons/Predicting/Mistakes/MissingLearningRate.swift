import Autodiff
public import Stepping

/// The gradient subtracted whole: the learning rate is forgotten.
public enum MissingLearningRate: Mistake {
  public static let name = "missing-learning-rate"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let (rest, step) = MistakeArithmetic.step(of: number) else { return [] }
    var rate = 0.0
    let bare = step.map { term in
      Term(
        factors: term.factors.filter {
          if MistakeArithmetic.isLearningRate($0) { rate = abs($0.value) }
          return !MistakeArithmetic.isLearningRate($0)
        })
    }
    let from = MistakeArithmetic.sum(rest)
    return [
      WrongNumber(
        name, from - MistakeArithmetic.sum(bare), "\(MistakeArithmetic.text(from)) − \(MistakeArithmetic.text(bare))",
        BilingualText(
          "the learning rate, \(MistakeArithmetic.text(rate)), is missing", zh: "漏乘了学习率 \(MistakeArithmetic.text(rate))"
        ))
    ]
  }
}
