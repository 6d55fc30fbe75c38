public import Autodiff
public import NeuralNet
import Stepping

/// How often the network says rightly whether the series will rise or fall, on the test part. Moments without a change
/// are left out; a coin gets a half.
public struct DirectionAccuracy: Measure {
  public static let name = "direction-accuracy"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("direction accuracy", zh: "方向准确率") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    try trial.forecastTest(for: Self.name)?.model.directionAccuracy
  }
}
