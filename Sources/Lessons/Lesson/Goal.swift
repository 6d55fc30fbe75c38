public import Autodiff

/// What a learner should reach, in a form that the program checks.
public struct Goal: Hashable, Sendable {
  public let measure: Measure
  public let comparison: Comparison
  public let bound: Double
  public let limit: Limit?
  /// The goal in words, where the numbers do not speak for themselves.
  public let text: BilingualText?

  public enum Measure: Hashable, Sendable {
    case metric(Metric)
    /// A number of the network itself, at the end of an iteration.
    case value(CellReference)
  }

  public enum Metric: String, Hashable, Sendable, CaseIterable {
    case trainLoss = "train-loss"
    case testLoss = "test-loss"
    case trainAccuracy = "train-accuracy"
    case testAccuracy = "test-accuracy"
    /// On the test part, or on the training part when there is no other.
    case rSquared = "r-squared"
  }

  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    case atMost = "at-most"
    case atLeast = "at-least"
  }

  /// How long it may take.
  public enum Limit: Hashable, Sendable {
    case iterations(Int)
    case epochs(Int)
  }

  public init(
    _ measure: Measure, _ comparison: Comparison, _ bound: Double, within limit: Limit? = nil,
    text: BilingualText? = nil
  ) {
    self.measure = measure
    self.comparison = comparison
    self.bound = bound
    self.limit = limit
    self.text = text
  }

  func holds(_ number: Double) -> Bool {
    switch comparison {
    case .atMost: number <= bound
    case .atLeast: number >= bound
    }
  }
}
