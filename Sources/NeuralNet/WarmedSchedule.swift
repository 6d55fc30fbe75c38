/// A schedule behind a linear warm-up: for n iterations the rate rises in equal steps, 1/n, 2/n … 1;
/// then the schedule begins, at its own iteration 0
/// (Goyal et al. 2017, arXiv:1706.02677, section 2.2; PyTorch's SequentialLR with LinearLR first).
public struct WarmedSchedule: Sendable {
  public let schedule: any Schedule
  public let warmUp: Int

  public init(_ schedule: any Schedule, warmUp: Int) {
    self.schedule = schedule
    self.warmUp = warmUp
  }

  /// Whether the factor is 1 in every iteration, so that nothing need be computed.
  public var isConstant: Bool { warmUp == 0 && schedule is ConstantSchedule }

  /// What the learning rate is multiplied by in an iteration, counted from 0.
  public func factor(iteration: Int) -> Double {
    if iteration < warmUp { return Double(iteration + 1) / Double(warmUp) }
    return schedule.factor(iteration: iteration - warmUp)
  }

  /// The learning rate in force, rounded once.
  public func rate(_ learningRate: Float, iteration: Int) -> Float {
    isConstant ? learningRate : Float(Double(learningRate) * factor(iteration: iteration))
  }
}
