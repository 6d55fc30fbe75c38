public import Autodiff

/// What is minimized, and how the network's outputs become predictions.
public protocol Loss: Sendable {
  static var name: String { get }
  init()
  /// What kind of targets it takes.
  var targets: TargetKind { get }
  /// Whether its targets can be smoothed.
  static var takesLabelSmoothing: Bool { get }
  /// The operation: outputs and targets to a scalar; by-products behind it. A loss that takes no
  /// smoothing ignores it.
  func operation(labelSmoothing: Float) -> any Operation
  /// Turns outputs into predictions (probabilities), where outputs are logits.
  var predictionOperation: (any Operation)? { get }
}

extension Loss {
  public static var takesLabelSmoothing: Bool { false }
}

/// The shape that targets have for a batch.
public enum TargetKind: Sendable {
  /// [batch, outputs]: numbers, or 0 and 1.
  case numbers
  /// [batch]: class numbers.
  case classIndex
}
