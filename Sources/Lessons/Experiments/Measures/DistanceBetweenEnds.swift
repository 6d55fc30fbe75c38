public import Autodiff
public import NeuralNet

/// How far the parameters at the end are from those at the end of the first variation's training, as the
/// Euclidean distance over all of them.
public struct DistanceBetweenEnds: Measure {
  public static let name = "distance-between-ends"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText {
    BilingualText("distance of the final weights from the first row's", zh: "最终权重与第一行的距离")
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    MeasureDistance.euclidean(trial.parameters, first.parameters)
  }
}
