public import Autodiff
public import NeuralNet

/// A change that a learner makes to a running network, and when.
public struct Intervention: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    case learningRate(Float)
    /// New constants for the optimizer in use.
    case optimizerConstants(OptimizerDescription)
    /// One number of a parameter.
    case parameter(CellAddress, Float)
  }

  public let moment: Moment
  public let change: Change

  public init(at moment: Moment, _ change: Change) {
    self.moment = moment
    self.change = change
  }
}
