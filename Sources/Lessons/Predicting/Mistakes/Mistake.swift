public import Stepping

/// A classic mistake in computing a number. One file a mistake, one line in ``MistakeCatalog``.
///
/// It computes what somebody gets who makes it, from the very numbers of the step; where that is what a learner has
/// answered, the learner can be told. It knows the terms of the number and nothing of particular layers, so that it
/// serves every operation whose terms look alike.
public protocol Mistake: Sendable {
  /// What tests and records call it.
  static var name: String { get }
  /// The numbers that come out with this mistake; empty where there is nothing to get wrong in this way.
  static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber]
}
