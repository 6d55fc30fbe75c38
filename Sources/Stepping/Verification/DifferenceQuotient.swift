import Autodiff
import TensorMath

/// The slope of the loss along one number of a parameter, from the loss alone, with an estimate of
/// how wrong it may be.
///
/// Central differences with steps h from 2⁻³ down to 2⁻¹⁹, each a quarter of the one before: a large
/// step bends with the loss, a small one drowns in rounding. Of two neighboring steps Richardson's
/// (16 · fine − coarse) / 15 has lost the error in h². Its own error is taken as what the step from
/// fine to that changed, plus the noise over the fine h; the pair with the least of it wins.
struct DifferenceQuotient {
  let slope: Double
  let error: Double
  /// How far the gradient itself may be off. At the network's end it is a difference, p − y or
  /// prediction − target, and wrong by a unit of the last place of what is subtracted; that is passed
  /// back with the slopes of the outputs.
  let gradientRounding: Double

  private static let steps: [Float] = [
    0x1p-3, 0x1p-5, 0x1p-7, 0x1p-9, 0x1p-11, 0x1p-13, 0x1p-15, 0x1p-17, 0x1p-19,
  ]

  /// Nil when no two steps stay clear of corners.
  ///
  /// - Parameters:
  ///   - cells: the parameter's numbers; the one at `cell` is moved, and put back.
  ///   - noise: what rounding may do to one value of the loss.
  ///   - enough: an error that needs no improving.
  init?(
    of parameter: SlotID, _ cells: MutableView, at cell: Int, _ loss: PreciseLoss, noise: Double, enough: Double
  ) {
    let middle = cells[cell]
    defer { cells[cell] = middle }
    var coarse: Double?
    var rounding = 0.0
    var best: (slope: Double, error: Double)?
    for step in Self.steps {
      let (above, below) = (middle + step, middle - step)
      // Where the weight is large the step has been rounded: what counts is what was added.
      let width = Double(above) - Double(below)
      guard width > 0 else { break }
      cells[cell] = above
      guard let high = loss.valueNearby(moving: parameter) else { continue }
      let outputsAbove = coarse == nil ? loss.comparedOutputs() : []
      cells[cell] = below
      guard let low = loss.valueNearby(moving: parameter) else { continue }
      if coarse == nil { rounding = Self.rounding(outputsAbove, loss.comparedOutputs(), width) }
      let fine = (high - low) / width
      if let coarse {
        let slope = (16 * fine - coarse) / 15
        let error = abs(slope - fine) + 2 * noise / width
        if error < best?.error ?? .infinity { best = (slope, error) }
        if error <= enough { break }
      }
      coarse = fine
    }
    guard let best else { return nil }
    slope = best.slope
    error = best.error
    gradientRounding = rounding
  }

  private static func rounding(
    _ above: [(value: Double, size: Double)], _ below: [(value: Double, size: Double)], _ width: Double
  ) -> Double {
    let sum = zip(above, below).reduce(0) { $0 + abs($1.0.value - $1.1.value) / width * $1.0.size }
    return 0x1p-23 * sum / Double(max(above.count, 1))
  }
}
