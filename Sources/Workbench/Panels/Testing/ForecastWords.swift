import Autodiff
import Datasets
import Screen
import Stepping

/// The figures of a forecast's test in words: the network's never stand without those of "tomorrow = today".
struct ForecastWords {
  private let test: ForecastTest
  private let task: ForecastTask
  private let format: NumberFormat
  private let times: String

  init(_ test: ForecastTest, _ task: ForecastTask, _ theme: Theme) {
    self.test = test
    self.task = task
    format = NumberFormat(significantDigits: 3, glyphs: theme.capabilities.glyphs)
    times = theme.capabilities.isUnicode ? "×" : "x"
  }

  /// `0.60×`, or a dash where the yardstick makes no error.
  var ratio: String { ratio(test.rmseRatio) }

  private func ratio(_ value: Double?) -> String {
    guard let value else { return "-" }
    guard value.isFinite else { return "NaN" }
    return (value < 99 ? NumberFormat().text(value, decimals: 2) : ">99") + times
  }

  var ratioCaption: BilingualText { BilingualText("RMSE, model : naive", zh: "均方根误差，模型 : 朴素") }

  /// `model RMSE 19.9 : naive 33.3 = 0.60×`
  var headline: BilingualText {
    let (model, naive) = (format.text(test.model.rmse), format.text(test.naive.rmse))
    return BilingualText(
      "model RMSE \(model) : naive \(naive) = \(ratio)", zh: "模型 RMSE \(model)：朴素 \(naive) = \(ratio)")
  }

  /// Head, model, yardstick, ratio.
  var table: [[BilingualText]] {
    func plain(_ text: String) -> BilingualText { BilingualText(text, zh: text) }
    func number(_ value: Double) -> BilingualText { plain(format.text(value)) }
    return [
      [plain(""), plain("RMSE"), plain("MAE"), BilingualText("direction", zh: "方向")],
      [
        BilingualText("model", zh: "模型"), number(test.model.rmse), number(test.model.mae),
        plain(Self.percent(test.model.directionAccuracy)),
      ],
      [
        task.yardstick,
        number(test.naive.rmse), number(test.naive.mae), plain("-"),
      ],
      [BilingualText("ratio", zh: "比值"), plain(ratio), plain(ratio(test.maeRatio)), plain("")],
    ]
  }

  /// On how many moments, and what the more frequent direction alone would get.
  var remark: BilingualText {
    let errors = test.model
    let share = Self.percent(errors.frequentDirectionShare)
    let (up, count) = (errors.rises >= errors.falls, test.testedCount)
    let left =
      errors.unchanged > 0
      ? (", \(errors.unchanged) without a change left out", "，另有 \(errors.unchanged) 个不变") : ("", "")
    let gaps = gaps
    return BilingualText(
      "\(count) moments; always \(up ? "up" : "down"): \(share)\(left.0)\(gaps.english)",
      zh: "\(count) 个时刻；总说“\(up ? "涨" : "跌")”：\(share)\(left.1)\(gaps.chinese)")
  }

  /// What was done about moments without a value, where there are some.
  private var gaps: BilingualText {
    guard task.gapCount > 0 else { return BilingualText("", zh: "") }
    switch task.gaps {
    case .interpolate: return BilingualText("; \(task.gapCount) gaps bridged", zh: "；补齐 \(task.gapCount) 处缺失")
    case .skip, .refuse:
      return BilingualText(
        "; \(task.gapCount) gaps: \(task.skippedCount) windows left out",
        zh: "；\(task.gapCount) 处缺失：去掉 \(task.skippedCount) 个窗口")
    }
  }

  static func percent(_ share: Double?) -> String {
    share.map { NumberFormat().text($0 * 100, decimals: 1) + " %" } ?? "-"
  }
}
