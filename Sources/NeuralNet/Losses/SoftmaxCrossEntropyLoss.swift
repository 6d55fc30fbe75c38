public import Autodiff

/// Cross-entropy for several classes, from one logit a class.
public struct SoftmaxCrossEntropyLoss: Loss {
  public static let name = "softmax-cross-entropy"
  public init() {}
  public let targets = TargetKind.classIndex
  public var operation: any Operation { SoftmaxCrossEntropy() }
  public var predictionOperation: (any Operation)? { Softmax() }
}
