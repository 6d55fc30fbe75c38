import Autodiff
public import Stepping

/// A parameter as it was an iteration earlier: the last update is forgotten.
public enum EarlierWeight: Mistake {
  public static let name = "earlier-weight"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let reason = BilingualText(
      "the weights are those before the last update; they have changed since", zh: "用了上一次更新之前的权重；它们已经变了")
    return number.withParameters(number.earlierParameters).map {
      [WrongNumber(name, MistakeArithmetic.sum($0), MistakeArithmetic.text($0), reason)]
    } ?? []
  }
}
