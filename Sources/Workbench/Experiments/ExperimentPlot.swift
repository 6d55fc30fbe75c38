import Autodiff
import Lessons
import Screen

/// An experiment's main figure: curves along a setting that is a number, else bars.
struct ExperimentPlot: Widget {
  private let report: ExperimentReport
  private let language: Language

  init(_ report: ExperimentReport, _ language: Language) {
    self.report = report
    self.language = language
  }

  private var plot: Experiment.Plot { report.experiment.plot }

  private var title: String {
    guard let column = report.column(plot.figure) else { return "" }
    let (name, unit) = (report.columns[column].title[language], report.columns[column].unit[language])
    return unit.isEmpty || name.contains(unit) ? name : "\(name) [\(unit)]"
  }

  /// The values of the setting along the axis as numbers; nil when some is a word.
  private var places: [Double]? {
    let values = report.rows.map { $0.variation[plot.along].flatMap(Double.init) }
    let numbers = values.compactMap(\.self)
    return numbers.count == values.count && Set(numbers).count >= 3 ? numbers : nil
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let column = report.column(plot.figure) else { return }
    guard let places else { return drawBars(column, in: area, on: &frame, theme) }
    var names: [String] = []
    var samples: [String: [PlotSample]] = [:]
    for (row, place) in places.enumerated() {
      let name = otherSettings(row)
      if samples[name] == nil { names.append(name) }
      samples[name, default: []].append(PlotSample(x: place, y: value(row, column)))
    }
    let others = report.experiment.settingNames.filter { $0 != plot.along }
    let curves = BilingualText("curves: \(others.joined(separator: ", "))", zh: "曲线：\(others.joined(separator: "、"))")
    let legend = others.isEmpty ? "" : " · \(curves[language])"
    // What has no place on the axis is marked with a letter below it.
    let infinite = report.rows.indices.contains { value($0, column).isInfinite }
    let never = infinite ? " (I: \(report.columns[column].infinity[language]))" : ""
    LinePlot(
      names.map { name in LinePlot.Series(name, (samples[name] ?? []).sorted { $0.x < $1.x }) }, xTitle: plot.along,
      yTitle: title + never + legend, isLogarithmic: plot.isLogarithmic
    ).draw(in: area, on: &frame, theme: theme)
  }

  private func value(_ row: Int, _ column: Int) -> Double { report.rows[row].figures[column]?.median ?? .nan }

  /// What tells curves apart.
  private func otherSettings(_ row: Int) -> String {
    report.rows[row].variation.settings.filter { $0.knob != plot.along }.map(\.value).joined(separator: " ")
  }

  private func drawBars(_ column: Int, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    // Settings that are the same in every row tell nothing.
    let names = report.experiment.settingNames.filter { name in
      Set(report.rows.map { $0.variation[name] }).count > 1
    }
    let bars = report.rows.indices.map { row in
      let variation = report.rows[row].variation
      let name = names.map { names.count > 1 ? "\($0) \(variation[$0] ?? "")" : variation[$0] ?? "" }
      return BarPlot.Bar(
        name.joined(separator: ", "), value(row, column), label: report.text(row, column, language))
    }
    BarPlot(bars, title: "\(title), \(plot.along)", isLogarithmic: plot.isLogarithmic)
      .draw(in: area, on: &frame, theme: theme)
  }
}
