public import Autodiff
public import NeuralNet
import Stepping

/// How much better the network does on what it has learned from than on what it has not seen: test loss minus
/// training loss, or training accuracy minus test accuracy. The measure of overfitting.
public struct Gap: Measure {
  public static let name = "gap"
  public static let settings = [MeasureSetting("of", default: "loss")]

  private let isOfLoss: Bool

  public init(_ settings: [String: String]) throws(SettingError) {
    let text = settings["of"] ?? ""
    guard ["loss", "accuracy"].contains(text) else {
      throw SettingError("of", unknown: text, known: ["loss", "accuracy"])
    }
    isOfLoss = text == "loss"
  }

  public var title: BilingualText {
    isOfLoss
      ? BilingualText("gap (test − training loss)", zh: "差距（测试损失 − 训练损失）")
      : BilingualText("gap (training − test accuracy)", zh: "差距（训练准确率 − 测试准确率）")
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    guard let point = trial.evaluation(), let test = point.test else { return nil }
    return isOfLoss ? test.loss - point.train.loss : point.train.metric - test.metric
  }
}
