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
  /// ρ, the largest absolute eigenvalue: of recurrent weights that are a square matrix of up to 64 units, what a state
  /// is multiplied by from one time step to the next. Nil for other parameters.
  public let spectralRadius: Double?
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
    spectralRadius = Self.spectralRadius(machine.program[parameter.slot], weights)
    guard machine.position == machine.instructionCount else {
      (gradientNorm, updateNorm, gradients) = (nil, nil, nil)
      return
    }
    let gradient = bound.view(of: parameter.gradient)
    gradientNorm = Kernels.sumOfSquares(gradient).squareRoot()
    gradients = Distribution(gradient)
    updateNorm = machine.keepsPrevious ? Self.distance(weights, bound.view(of: parameter.previous[0])) : nil
  }

  /// A matrix of 64×64 takes some milliseconds; the next size of a lesson would take a frame.
  private static let mostUnits = 64

  private static func spectralRadius(_ slot: Slot, _ weights: View) -> Double? {
    guard slot.name.hasSuffix(".recurrent_weight"), weights.rows == weights.columns,
      weights.columns <= mostUnits
    else { return nil }
    return Kernels.spectralRadius(weights)
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
