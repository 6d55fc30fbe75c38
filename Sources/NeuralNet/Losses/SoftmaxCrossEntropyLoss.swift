public import Autodiff

/// Cross-entropy for several classes, from one logit a class.
public struct SoftmaxCrossEntropyLoss: Loss {
  public static let name = "softmax-cross-entropy"
  public init() {}
  public let targets = TargetKind.classIndex
  public static let takesLabelSmoothing = true
  public func operation(labelSmoothing: Float) -> any Operation { SoftmaxCrossEntropy(smoothing: labelSmoothing) }
  public var predictionOperation: (any Operation)? { Softmax() }
}
