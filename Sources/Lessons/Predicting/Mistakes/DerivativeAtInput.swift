import Autodiff
public import Stepping

/// 1 − x² in the place of 1 − y²: the derivative is written with the output, and the input was put in.
public enum DerivativeAtInput: Mistake {
  public static let name = "derivative-at-input"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard case .backward = number.instruction.kind, let operation = number.operation as? any ElementwiseOperation,
      case .y = operation.derivativeForm.of, let input = number.inputs.first,
      let x = number.number(at: CellAddress(input, cell: number.address.cell)),
      let arriving = number.expansion.terms.first?.factors.first
    else { return [] }
    let slope = operation.derivative(x: x, y: x)
    let (arrivingText, slopeText) = (MistakeArithmetic.text(arriving.value), MistakeArithmetic.text(slope))
    return [
      WrongNumber(
        name, arriving.value * slope, "\(arrivingText) · \(slopeText)",
        BilingualText(
          "the slope was computed with what goes into \(operation.name), \(MistakeArithmetic.text(x)), instead of what comes out",
          zh: "斜率是用送进 \(operation.name) 的数 \(MistakeArithmetic.text(x)) 算的，而应当用它的输出"))
    ]
  }
}
