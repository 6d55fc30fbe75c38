public import Autodiff
import Datasets
import Screen
public import Stepping

/// How far off a network's forecasts are, as lines and as JSON: its errors and those of "tomorrow = today" on the same
/// moments, in the series' own unit, and their ratio.
public struct ForecastReport: Sendable {
  private let test: ForecastTest
  private let task: ForecastTask
  private let lesson: String
  private let epoch: Int

  /// Nil where the run forecasts no series.
  public init?(_ test: ForecastTest, of timeline: Timeline, lesson: String) {
    guard let task = timeline.setup.data.forecast else { return nil }
    self.test = test
    self.task = task
    self.lesson = lesson
    epoch = test.completedIterations / max(timeline.machine.batchesPerEpoch, 1)
  }

  // MARK: For other programs

  public var json: JSON {
    .object([
      "lesson": .string(lesson), "iteration": .integer(test.completedIterations), "epoch": .integer(epoch),
      "part": .string(test.part.rawValue), "samples": .integer(test.testedCount),
      "samples_in_part": .integer(test.sampleCount), "series": .string(task.series.name),
      "forecast": .string(task.target.name), "unit": task.unit.map(JSON.string) ?? .null,
      "window": .integer(task.window), "horizon": .integer(task.horizon), "values": .string(task.values.rawValue),
      "gaps": .string(task.gaps.rawValue), "moments_without_value": .integer(task.gapCount),
      "windows_left_out": .integer(task.skippedCount),
      "model": .object([
        "rmse": .number(test.model.rmse), "mae": .number(test.model.mae),
        "direction_accuracy": number(test.model.directionAccuracy),
        "right_directions": .integer(test.model.rightDirections),
      ]),
      "naive": .object(["rmse": .number(test.naive.rmse), "mae": .number(test.naive.mae)]),
      "rmse_ratio": number(test.rmseRatio), "mae_ratio": number(test.maeRatio),
      "rises": .integer(test.model.rises), "falls": .integer(test.model.falls),
      "unchanged": .integer(test.model.unchanged),
      "dates": .strings(test.rows.map { task.series.dates[$0] }), "truth": .array(test.truths.map(JSON.number)),
      "today": .array(test.todays.map(JSON.number)), "one_step": .array(test.forecasts.map(JSON.number)),
      "free_run": test.freeRun.map { free in
        .object([
          "first_date": .string(task.series.dates[free.firstRow]), "values": .array(free.levels.map(JSON.number)),
        ])
      } ?? .null,
    ])
  }

  private func number(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }

  // MARK: For people

  public func lines(_ language: Language) -> [String] {
    func text(_ english: String, _ chinese: String) -> String { BilingualText(english, zh: chinese)[language] }
    let format = NumberFormat()
    let (count, iterations, errors) = (test.testedCount, test.completedIterations, test.model)
    let part = test.part == .test ? text("test", "测试") : text("training", "训练")
    let unit = task.unit.map { " (\($0))" } ?? ""
    func percent(_ share: Double?) -> String { share.map { format.text($0 * 100, decimals: 1) + " %" } ?? "-" }
    func ratio(_ value: Double?) -> String { value.map { format.text($0, decimals: 3) } ?? "-" }
    var lines = [
      text(
        "\(lesson), after iteration \(iterations) (epoch \(epoch))", "\(lesson)，第 \(iterations) 次迭代（第 \(epoch) 轮）之后")
    ]
    if let first = test.rows.first, let last = test.rows.last {
      let (from, to) = (task.series.dates[first], task.series.dates[last])
      lines.append(
        text(
          "\(task.target.name)\(unit) at \(count) \(part) moments from \(from) to \(to)",
          "\(task.target.name)\(unit)，\(from) 至 \(to) 的 \(count) 个\(part)时刻"))
    }
    lines += [""]
    let table = TextTable(
      header: ["", "RMSE", "MAE", text("direction", "方向")],
      rows: [
        [text("model", "模型"), format.text(errors.rmse), format.text(errors.mae), percent(errors.directionAccuracy)],
        [
          task.yardstick[language], format.text(test.naive.rmse), format.text(test.naive.mae), "-",
        ],
        [text("ratio", "比值"), ratio(test.rmseRatio), ratio(test.maeRatio)],
      ], names: 1
    ).lines
    lines += table.head + table.body
    lines += [""]
    let isUp = errors.rises >= errors.falls
    lines.append(
      text(
        "who always says \"\(isUp ? "up" : "down")\" is right at \(percent(errors.frequentDirectionShare))",
        "总说“\(isUp ? "涨" : "跌")”的准确率为 \(percent(errors.frequentDirectionShare))"))
    if errors.unchanged > 0 {
      lines.append(
        text(
          "\(errors.unchanged) moments without a change have no direction and are left out",
          "\(errors.unchanged) 个没有变化的时刻没有方向，不计"))
    }
    if task.gapCount > 0 {
      let (gaps, windows) = (task.gapCount, task.skippedCount)
      lines.append(
        task.gaps == .interpolate
          ? text("\(gaps) moments without a value are bridged, and not forecast", "\(gaps) 个没有值的时刻被补齐，但不预测")
          : text(
            "\(gaps) moments have no value; \(windows) windows that touch one are left out",
            "\(gaps) 个时刻没有值；去掉碰到它们的 \(windows) 个窗口"))
    }
    if count < test.sampleCount {
      lines.append(text("the first \(count) of \(test.sampleCount) samples", "\(test.sampleCount) 个样本中的前 \(count) 个"))
    }
    return lines
  }
}
