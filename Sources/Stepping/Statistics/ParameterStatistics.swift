public import Autodiff
import TensorMath

/// One parameter at the end of an iteration: how large it is, its gradient, and what the update did to
/// it. Norms are Euclidean, over all its numbers.
public struct ParameterStatistics: Hashable, Sendable, Codable {
  public let slot: SlotID
  /// ‖w‖, after the update.
  public let weightNorm: Double
  /// ‖∂w‖; nil before the first iteration.
  public let gradientNorm: Double?
  /// ‖Δw‖, what the update has added; nil before the first iteration.
  public let updateNorm: Double?
  public let weights: Distribution
  public let gradients: Distribution?

  /// ‖Δw‖ / ‖w‖: how much of itself a parameter changes in one update. About 1e-3 is usual; much more
  /// and it is thrown about, much less and it hardly learns (Karpathy et al., CS231n, "Learning",
  /// section "Ratio of weights:updates").
  public var updateRatio: Double? {
    guard let updateNorm, weightNorm > 0 else { return nil }
    return updateNorm / weightNorm
  }

  init(_ parameter: Parameter, in machine: TrainingMachine) {
    let bound = machine.bound
    let weights = bound.view(of: parameter.slot)
    slot = parameter.slot
    weightNorm = Kernels.sumOfSquares(weights).squareRoot()
    self.weights = Distribution(weights)
    guard machine.position == machine.instructionCount else {
      (gradientNorm, updateNorm, gradients) = (nil, nil, nil)
      return
    }
    let gradient = bound.view(of: parameter.gradient)
    gradientNorm = Kernels.sumOfSquares(gradient).squareRoot()
    gradients = Distribution(gradient)
    updateNorm = machine.keepsPrevious ? Self.distance(weights, bound.view(of: parameter.previous[0])) : nil
  }

  private static func distance(_ a: View, _ b: View) -> Double {
    var sum = 0.0
    for cell in 0..<a.count {
      let difference = Double(a[cell]) - Double(b[cell])
      sum += difference * difference
    }
    return sum.squareRoot()
  }
}
