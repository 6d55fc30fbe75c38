public import Autodiff
public import NeuralNet
import Stepping

/// Loss or accuracy when the training is over.
public struct FinalMetric: Measure {
  public static let name = "final"
  public static let settings = [MeasureSetting("metric")]

  private let metric: Goal.Metric

  public init(_ settings: [String: String]) throws(SettingError) { metric = try MeasureText.metric(settings) }

  public var title: BilingualText { metric.title }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    trial.evaluation().flatMap(metric.value)
  }
}

extension Goal.Metric {
  /// What it is called where people read it.
  public var title: BilingualText {
    switch self {
    case .trainLoss: BilingualText("training loss", zh: "训练损失")
    case .testLoss: BilingualText("test loss", zh: "测试损失")
    case .trainAccuracy: BilingualText("training accuracy", zh: "训练准确率")
    case .testAccuracy: BilingualText("test accuracy", zh: "测试准确率")
    case .rSquared: BilingualText("R²", zh: "R²")
    }
  }
}
