public import Autodiff
public import NeuralNet
import Stepping

/// How large the network's mean absolute error on the test part is beside that of "tomorrow = today": below 1 it is better
/// than saying nothing.
public struct MAERatio: Measure {
  public static let name = "mae-ratio"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("MAE, model / naive", zh: "平均绝对误差之比（模型 / 朴素）") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    try trial.forecastTest(for: Self.name)?.maeRatio
  }
}
