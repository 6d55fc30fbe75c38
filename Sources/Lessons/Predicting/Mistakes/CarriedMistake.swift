import Autodiff
public import Stepping

/// Right arithmetic with a number that was wrong already: a mistake made one step earlier and carried on. A weight's
/// gradient, say, from the gradient of a sum in which the activation's derivative is missing.
public enum CarriedMistake: Mistake {
  public static let name = "carried-mistake"

  /// Mistakes that are made in every cell of a tensor alike.
  private static let carried: [any Mistake.Type] = [
    MissingActivation.self, MissingDerivative.self, MissingTwo.self, MissingMean.self, MissingBias.self,
  ]

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard number.instruction.phase < .update, !number.operands.isEmpty else { return [] }
    return carried.compactMap { mistake in
      var first: (source: WorkedNumber, wrong: WrongNumber)?
      let changed = MistakeArithmetic.replacing(number.expansion.terms) { operand in
        guard let address = operand.address, let source = number.operands[address],
          let wrong = mistake.wrongNumbers(for: source).first
        else { return nil }
        if first == nil { first = (source, wrong) }
        return (wrong.value, address)
      }
      guard let changed, let (source, wrong) = first else { return nil }
      let place = source.explanation.name
      return WrongNumber(
        name, MistakeArithmetic.sum(changed), MistakeArithmetic.text(changed),
        BilingualText(
          "the mistake was made a step before, at \(place): \(wrong.reason.english)",
          zh: "错误出在前一步的 \(place)：\(wrong.reason.chinese)"))
    }
  }
}
