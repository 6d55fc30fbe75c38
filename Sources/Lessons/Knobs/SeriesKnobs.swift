import Autodiff
import Datasets
import NeuralNet

/// Knobs of series: how long the windows are, how far ahead lies what is forecast, what the network sees of it.
enum SeriesKnobs {
  static let all = [window, horizon, values, gaps]

  static let window = count(
    "window", BilingualText("Moments seen at once", zh: "窗口长度（时刻数）"), CountScale(SeriesChoices.windows, .step(1)),
    \.window, usual: SeriesChoices.usualWindow)

  static let horizon = count(
    "horizon", BilingualText("Moments ahead", zh: "预测步长（时刻数）"), CountScale(SeriesChoices.horizons, .step(1)),
    \.horizon, usual: SeriesChoices.usualHorizon)

  static let values = choice(
    "values", BilingualText("What is seen and forecast", zh: "输入与预测的量"), \.values, usual: SeriesChoices.usualValues)

  static let gaps = choice("gaps", BilingualText("Gaps", zh: "缺失值"), \.gaps, usual: SeriesChoices.usualGaps)

  private static func isSeries(_ plan: LessonPlan) -> Bool { (try? plan.catalogEntry())?.holdsSeries == true }

  private static func count(
    _ name: String, _ title: BilingualText, _ scale: CountScale,
    _ path: any WritableKeyPath<SeriesChoices, Int?> & Sendable, usual: Int
  ) -> Knob {
    Knob(
      name: name, title: title, symbol: "", kind: .count(scale), effect: .structure, availability: isSeries,
      read: { String($0.data.series[keyPath: path] ?? usual) },
      write: { (text, plan) throws(SettingError) in
        var changed = plan
        changed.data.series[keyPath: path] = try scale.number(text, of: name)
        return changed
      })
  }

  private static func choice<Value: NamedChoice>(
    _ name: String, _ title: BilingualText, _ path: any WritableKeyPath<SeriesChoices, Value?> & Sendable, usual: Value
  ) -> Knob {
    Knob(
      name: name, title: title, symbol: "", kind: .choice { _ in Value.names }, effect: .structure,
      availability: isSeries,
      read: { ($0.data.series[keyPath: path] ?? usual).description },
      write: { (text, plan) throws(SettingError) in
        guard let value = Value(text) else { throw SettingError(name, unknown: text, known: Value.names) }
        var changed = plan
        changed.data.series[keyPath: path] = value
        return changed
      })
  }
}
