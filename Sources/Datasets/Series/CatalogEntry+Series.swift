import TensorMath
import Wording

/// From a file and choices to a series cut into windows, split in the order of time.
extension CatalogEntry {
  /// 2²⁴ floats fill 64 MiB, and there are three copies: raw, to train on, to test on.
  private static var mostNumbers: Int { 1 << 24 }

  /// The examples as they are split and prepared: nothing of the test part reaches the scales or the training part.
  func preparedSeries(
    from source: SeriesSource, for selection: DataSelection, files: [String: [UInt8]],
    preparation: PreparedData.Preparation
  ) throws(DataError) -> PreparedData {
    let cut = try cutSeries(from: source, for: selection, files: files)
    let (series, channels, windows, settings) = (cut.series, cut.channels, cut.windows, cut.settings)
    let first = settings.firstTestRow
    let (scales, targetScale) = try scales(series, channels, settings, source)
    let task = ForecastTask(
      series: series, channels: channels, window: settings.window, horizon: settings.horizon, values: settings.values,
      gaps: settings.gaps, unit: source.unit, targetRows: windows.targetRows, todays: windows.todays,
      skippedCount: windows.skippedCount, firstTestRow: first,
      targetStandardization: Self.standardization([targetScale], preparation))
    return PreparedData(
      windows.dataset, task,
      standardization: Self.standardization((0..<settings.window).flatMap { _ in scales }, preparation))
  }

  /// The raw examples of the same series.
  func seriesExamples(
    from source: SeriesSource, for selection: DataSelection, files: [String: [UInt8]]
  ) throws(DataError) -> Dataset {
    try cutSeries(from: source, for: selection, files: files).windows.dataset
  }

  private struct Settings {
    let window: Int
    let horizon: Int
    let values: SeriesValues
    let gaps: SeriesGaps
    let firstTestRow: Int
  }

  private func cutSeries(
    from source: SeriesSource, for selection: DataSelection, files: [String: [UInt8]]
  ) throws(DataError) -> (series: TimeSeries, channels: [Int], windows: SeriesWindows, settings: Settings) {
    guard selection.noise == nil else {
      throw wrongChoice("noise", found: "a noise", needed: "none: \(name) is not generated but measured")
    }
    guard selection.classes == nil else {
      throw wrongChoice("classes", found: "a choice of classes", needed: "none: \(name) has a quantity to predict")
    }
    guard selection.count == nil else {
      throw wrongChoice("count", found: "a count", needed: "none: a series is taken as a whole")
    }
    let (series, channels) = try SeriesParser.parse(
      bytes(of: source.file, in: files), name: name, source: source, features: selection.features)
    let settings = try settings(for: selection, rows: series.count, channels: channels.count)
    try check(series, settings, source)
    let windows = SeriesWindows(
      series, channels: channels, window: settings.window, horizon: settings.horizon, values: settings.values,
      gaps: settings.gaps)
    let trained = windows.targetRows.count { $0 < settings.firstTestRow }
    let lacksTests = settings.firstTestRow < series.count && trained == windows.targetRows.count
    guard trained >= 2, !lacksTests else {
      throw DataError(
        .noWindow, in: source.file,
        found: trained < 2 ? "fewer than two windows without a gap to train on" : "no window without a gap to test on",
        needed: trained < 2 ? "at least two" : "at least one",
        suggestion: "A shorter window meets fewer gaps"
          + (settings.gaps == .skip ? "; \"gaps: interpolate\" bridges them." : "."))
    }
    return (series, channels, windows, settings)
  }

  /// The choices, checked against how long the series is, before any memory is taken for windows.
  private func settings(for selection: DataSelection, rows: Int, channels: Int) throws(DataError) -> Settings {
    let choices = selection.series
    let (window, horizon) = (
      choices.window ?? SeriesChoices.usualWindow, choices.horizon ?? SeriesChoices.usualHorizon
    )
    let values = choices.values ?? SeriesChoices.usualValues
    guard SeriesChoices.horizons.contains(horizon) else {
      throw wrongChoice("horizon", found: "\(horizon)", needed: "1 to \(SeriesChoices.horizons.upperBound)")
    }
    guard SeriesChoices.windows.contains(window) else {
      throw wrongChoice("window", found: "\(window)", needed: "1 to \(SeriesChoices.windows.upperBound)")
    }
    func firstTestRow(of rows: Int) -> Int {
      guard selection.trainShare < 1 else { return rows }
      return min(Int((selection.trainShare * Double(rows)).rounded()), rows - 1)
    }
    let first = firstTestRow(of: rows)
    // Two windows to train on at the least.
    let longest = first - 2 - SeriesWindows.lead(window: 0, horizon: horizon, values: values)
    guard longest >= 1 else {
      var needed = rows + 1
      while firstTestRow(of: needed) < 3 + SeriesWindows.lead(window: 0, horizon: horizon, values: values) {
        needed += 1
      }
      throw DataError(
        .tooShortSeries, in: name, found: Quotation.counted(rows, "row", "rows"),
        needed: "at least \(needed), for a window of 1, a horizon of \(horizon) and a train share of "
          + "\(selection.trainShare)")
    }
    guard window <= longest else {
      throw wrongChoice(
        "window", found: "\(window)",
        needed: "1 to \(longest), for \(first) of the \(Quotation.counted(rows, "row", "rows")) are there to train on")
    }
    let count = rows - SeriesWindows.lead(window: window, horizon: horizon, values: values)
    guard count * window * channels <= Self.mostNumbers else {
      throw DataError(
        .absurdSize, in: name, found: "\(count) windows of \(window * channels) numbers",
        needed: "at most \(Self.mostNumbers) numbers in all", suggestion: "A shorter window takes less.")
    }
    return Settings(
      window: window, horizon: horizon, values: values, gaps: choices.gaps ?? SeriesChoices.usualGaps,
      firstTestRow: first)
  }

  private func check(_ series: TimeSeries, _ settings: Settings, _ source: SeriesSource) throws(DataError) {
    for column in series.columns {
      for (row, value) in column.values.enumerated() {
        let place = DataError.Place.cell(line: series.lines[row], column: column.number, name: column.name)
        if value == nil, settings.gaps == .refuse {
          throw DataError(
            .gapInSeries, in: source.file, at: place,
            found: "no value, the first of \(column.values.count { $0 == nil })", needed: "a value in every row",
            suggestion: "\"gaps: skip\" leaves out the windows that touch one, \"gaps: interpolate\" bridges them.")
        }
        if let value, value <= 0, settings.values == .logReturns {
          throw DataError(
            .notPositive, in: source.file, at: place, found: "\(value)", needed: "a number above 0 for log returns",
            suggestion: "\"values: differences\" takes any numbers.")
        }
      }
    }
  }

  /// Scales of the channels and of the target, from the rows that are trained on.
  private func scales(
    _ series: TimeSeries, _ channels: [Int], _ settings: Settings, _ source: SeriesSource
  ) throws(DataError) -> (channels: [SeriesScale], target: SeriesScale) {
    func scale(_ column: TimeSeries.Column, distance: Int) throws(DataError) -> SeriesScale {
      let scale = SeriesScale(of: column, values: settings.values, rows: settings.firstTestRow, distance: distance)
      guard scale.deviation > 0 else {
        throw DataError(
          .constantSeries, in: source.file,
          found: scale.count == 0
            ? "no two values of \(Quotation.quoted(column.name)) that are \(distance) apart in the rows to train on"
            : "the \(settings.values.rawValue) of \(Quotation.quoted(column.name)) the same in all rows to train on",
          needed: "numbers that change: their standard deviation is divided by")
      }
      return scale
    }
    var scales: [SeriesScale] = []
    for channel in channels { scales.append(try scale(series.columns[channel], distance: 1)) }
    return (scales, try scale(series.columns[0], distance: settings.horizon))
  }

  private static func standardization(
    _ scales: [SeriesScale], _ preparation: PreparedData.Preparation
  ) -> Standardization {
    switch preparation {
    case .standardize: Standardization(means: scales.map(\.mean), deviations: scales.map(\.deviation))
    case .divide(let divisor): Standardization(dividingBy: divisor, featureCount: scales.count)
    case .keep: Standardization(dividingBy: 1, featureCount: scales.count)
    }
  }
}
