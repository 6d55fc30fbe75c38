import Autodiff
import TensorMath

extension TrainingMachine {
  /// What rounding may do to the loss, after the backward pass: every value is off by some units of its
  /// last place, and moves the loss by as much times its gradient. The errors are independent, so that
  /// squares add up.
  func lossRounding() -> Double {
    let unit = 0x1p-24
    var sum = 0.0
    // Scalars, the loss and its penalties, are added up in double precision.
    for slot in program.slots where slot.role == .value && slot.shape.rank > 0 {
      guard let id = program.gradient(of: slot.id) else { continue }
      let (values, gradients) = (bound.view(of: slot.id), bound.view(of: id))
      for cell in 0..<values.count {
        // The sums of a layer lose digits by the size of their terms, not of what is left: + 1.
        let moved = (abs(Double(values[cell])) + 1) * Double(gradients[cell])
        sum += moved * moved
      }
    }
    return 2 * unit * sum.squareRoot()
  }
}
