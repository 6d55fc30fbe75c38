public import Autodiff

/// The mean of |prediction − target|.
public struct AbsoluteErrorLoss: Loss {
  public static let name = "absolute-error"
  public init() {}
  public let targets = TargetKind.numbers
  public func operation(labelSmoothing: Float) -> any Operation { AbsoluteError() }
  public var predictionOperation: (any Operation)? { nil }
}
