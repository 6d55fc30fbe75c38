import Autodiff
public import Stepping

/// The gradient passed on as it arrived: the activation's derivative is forgotten.
public enum MissingDerivative: Mistake {
  public static let name = "missing-derivative"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard case .backward = number.instruction.kind, let operation = number.operation as? any ElementwiseOperation,
      let term = number.expansion.terms.first, let arriving = term.factors.first, term.factors.count > 1
    else { return [] }
    let slope = number.expansion.terms.map { MistakeArithmetic.text(Term(factors: Array($0.factors.dropFirst()))) }
      .joined(separator: " + ")
    let size = arriving.value == 0 ? "" : " = \(MistakeArithmetic.text(number.value / arriving.value))"
    return [
      WrongNumber(
        name, arriving.value, MistakeArithmetic.text(arriving.value),
        BilingualText(
          "the gradient as it arrived; the derivative of \(operation.name), \(slope)\(size), is missing",
          zh: "原样传下来的梯度；漏乘了 \(operation.name) 的导数 \(slope)\(size)"))
    ]
  }
}
