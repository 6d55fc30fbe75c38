import Autodiff
import TensorMath

/// The slope of the loss along one number of a parameter, from the loss alone, with an estimate of
/// how wrong it may be.
///
/// Central differences with steps h from 2⁻³ down to 2⁻¹¹, each a quarter of the one before: a large
/// step bends with the loss, a small one drowns in rounding. Of two neighboring steps Richardson's
/// (16 · fine − coarse) / 15 has lost the error in h². Its own error is taken as what the step from
/// fine to that changed, plus the noise over the fine h; the step with the least of it wins.
struct DifferenceQuotient {
  let slope: Double
  let error: Double

  private static let steps: [Float] = [0x1p-3, 0x1p-5, 0x1p-7, 0x1p-9, 0x1p-11]

  /// Nil when the loss has a corner, or is not a number, at even the smallest step.
  ///
  /// - Parameters:
  ///   - noise: what rounding may do to one value of the loss.
  ///   - enough: an error that needs no improving.
  init?(of cells: MutableView, at cell: Int, _ loss: PreciseLoss, pieces: [Int8], noise: Double, enough: Double) {
    let middle = cells[cell]
    defer { cells[cell] = middle }

    /// The loss a step away; nil beyond a corner.
    func value(_ weight: Float) -> Double? {
      cells[cell] = weight
      let value = loss.value()
      return value.isFinite && loss.smoothPieces() == pieces ? value : nil
    }

    var coarse: Double?
    var best: (slope: Double, error: Double)?
    for step in Self.steps {
      let (above, below) = (middle + step, middle - step)
      guard let high = value(above), let low = value(below) else { continue }
      // Where the weight is large the step has been rounded: what counts is what was added.
      let width = Double(above) - Double(below)
      guard width > 0 else { break }
      let fine = (high - low) / width
      let roundingError = 2 * noise / width
      if let coarse {
        let slope = (16 * fine - coarse) / 15
        let error = abs(slope - fine) + roundingError
        if error < best?.error ?? .infinity { best = (slope, error) }
        if error <= enough { break }
      } else if step == Self.steps[Self.steps.count - 1] {
        best = (fine, roundingError)
      }
      coarse = fine
    }
    guard let best else { return nil }
    slope = best.slope
    error = best.error
  }
}
