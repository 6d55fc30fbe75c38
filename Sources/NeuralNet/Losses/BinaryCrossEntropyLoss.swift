public import Autodiff

/// Cross-entropy for two classes, from one logit a sample.
public struct BinaryCrossEntropyLoss: Loss {
  public static let name = "binary-cross-entropy"
  public init() {}
  public let targets = TargetKind.numbers
  public static let takesLabelSmoothing = true
  public func operation(labelSmoothing: Float) -> any Operation { BinaryCrossEntropy(smoothing: labelSmoothing) }
  public var predictionOperation: (any Operation)? { Sigmoid() }
}
