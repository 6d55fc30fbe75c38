public import Autodiff

/// Cross-entropy for two classes, from one logit a sample.
public struct BinaryCrossEntropyLoss: Loss {
  public static let name = "binary-cross-entropy"
  public init() {}
  public let targets = TargetKind.numbers
  public var operation: any Operation { BinaryCrossEntropy() }
  public var predictionOperation: (any Operation)? { Sigmoid() }
}
