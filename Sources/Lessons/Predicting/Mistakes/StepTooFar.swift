import Autodiff
public import Stepping

/// What the next operation makes of the number that was asked for: the activation in the place of the sum, the scaled
/// score in the place of the score.
public enum StepTooFar: Mistake {
  public static let name = "step-too-far"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard case .forward = number.instruction.kind else { return [] }
    let readers = number.program.nodes.filter { $0.inputs == [number.address.slot] }
    return readers.compactMap { reader in
      let text = MistakeArithmetic.text(number.value)
      let made: (value: Double, arithmetic: String)
      switch reader.operation {
      case let scale as Scale: made = (number.value * Double(scale.factor), "\(scale.text) · (\(text))")
      case let function as any ElementwiseOperation:
        made = (function.value(number.value), function.valueForm.replacing("#", with: text))
      default: return nil
      }
      let next = number.program[reader.output].name
      return WrongNumber(
        name, made.value, made.arithmetic,
        BilingualText("one step too far, \(next)", zh: "多走了一步，那是 \(next)"))
    }
  }
}
