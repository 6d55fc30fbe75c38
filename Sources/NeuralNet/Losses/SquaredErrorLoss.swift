public import Autodiff

/// The mean of (prediction − target)².
public struct SquaredErrorLoss: Loss {
  public static let name = "squared-error"
  public init() {}
  public let targets = TargetKind.numbers
  public func operation(labelSmoothing: Float) -> any Operation { SquaredError() }
  public var predictionOperation: (any Operation)? { nil }
}
