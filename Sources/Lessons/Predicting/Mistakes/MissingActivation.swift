import Autodiff
public import Stepping

/// The number that goes into a function in the place of what comes out.
public enum MissingActivation: Mistake {
  public static let name = "missing-activation"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard case .forward = number.instruction.kind, let operation = number.operation as? any ElementwiseOperation,
      let input = number.expansion.terms.first?.factors.first?.operands.first
    else { return [] }
    return [
      WrongNumber(
        name, input.value, MistakeArithmetic.text(input.value),
        BilingualText(
          "what goes into \(operation.name), not what comes out", zh: "送进 \(operation.name) 的数，而不是它的输出"))
    ]
  }
}
