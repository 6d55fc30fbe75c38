import Autodiff
public import Stepping

/// A weighted sum without the number that is added to its products.
public enum MissingBias: Mistake {
  public static let name = "missing-bias"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let terms = number.expansion.terms
    guard case .forward = number.instruction.kind, terms.count > 1,
      let alone = terms.indices.filter({ terms[$0].factors.count == 1 }).first,
      terms.count(where: { $0.factors.count == 1 }) == 1,
      let bias = terms[alone].factors[0].operands.first, bias.address != nil
    else { return [] }
    let products = terms.indices.filter { $0 != alone }.map { terms[$0] }
    let value = MistakeArithmetic.text(bias.value)
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(products), MistakeArithmetic.text(products),
        BilingualText("the bias, \(value), is missing", zh: "漏加了偏置 \(value)"))
    ]
  }
}
