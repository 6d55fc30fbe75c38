public import Autodiff
public import NeuralNet
import Stepping

/// How large the network's root mean square error on the test part is beside that of "tomorrow = today": below 1 it is
/// better than saying nothing.
public struct RMSERatio: Measure {
  public static let name = "rmse-ratio"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("RMSE, model / naive", zh: "均方根误差之比（模型 / 朴素）") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    try trial.forecastTest(for: Self.name)?.rmseRatio
  }
}
