public import Autodiff

/// What is minimized, and how the network's outputs become predictions.
public protocol Loss: Sendable {
  static var name: String { get }
  init()
  /// What kind of targets it takes.
  var targets: TargetKind { get }
  /// The operation: outputs and targets to a scalar; by-products behind it.
  var operation: any Operation { get }
  /// Turns outputs into predictions (probabilities), where outputs are logits.
  var predictionOperation: (any Operation)? { get }
}

/// The shape that targets have for a batch.
public enum TargetKind: Sendable {
  /// [batch, outputs]: numbers, or 0 and 1.
  case numbers
  /// [batch]: class numbers.
  case classIndex
}
