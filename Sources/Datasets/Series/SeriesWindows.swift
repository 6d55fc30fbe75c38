import TensorMath

/// A series cut into examples: `window` moments, and what comes `horizon` moments after the last of them.
///
///     series      5  6  8  7  9      window 3, horizon 1:  [5, 6, 8] → 7
///                                                          [6, 8, 7] → 9
struct SeriesWindows {
  /// Raw, in the unit of the chosen values: inputs [examples, window, channels], targets [examples, 1].
  let dataset: Dataset
  let targetRows: [Int]
  let todays: [Float]
  let skippedCount: Int

  /// How many rows come before the first one that can be forecast.
  static func lead(window: Int, horizon: Int, values: SeriesValues) -> Int {
    window - 1 + horizon + (values.areChanges ? 1 : 0)
  }

  init(
    _ series: TimeSeries, channels: [Int], window: Int, horizon: Int, values: SeriesValues, gaps: SeriesGaps
  ) {
    let bridges = series.columns.map { GapBridge($0.values) }
    let lead = Self.lead(window: window, horizon: horizon, values: values)
    var inputs: [Float] = []
    inputs.reserveCapacity(max(series.count - lead, 0) * window * channels.count)
    var targets: [Float] = []
    var (targetRows, todays): ([Int], [Float]) = ([], [])
    /// A number as it can be known at the end of a window.
    func number(_ column: Int, _ row: Int, _ end: Int) -> Double? {
      gaps == .interpolate
        ? bridges[column].value(at: row, knownAt: end) : series.columns[column].values[row].map(Double.init)
    }
    func example(endingAt end: Int) -> (inputs: [Float], today: Double, future: Double)? {
      guard let future = series.columns[0].values[end + horizon], let today = number(0, end, end) else { return nil }
      var example: [Float] = []
      for row in end - window + 1...end {
        for channel in channels {
          guard let now = number(channel, row, end),
            let earlier = values.areChanges ? number(channel, row - 1, end) : now
          else { return nil }
          example.append(Float(values.value(of: now, after: earlier)))
        }
      }
      return (example, today, Double(future))
    }
    for row in min(lead, series.count)..<series.count {
      guard let example = example(endingAt: row - horizon) else { continue }
      inputs += example.inputs
      targets.append(Float(values.value(of: example.future, after: example.today)))
      targetRows.append(row)
      todays.append(Float(example.today))
    }
    let names = (0..<window).flatMap { step in
      let back = window - 1 - step
      return channels.map { values.title(of: series.columns[$0].name, at: back == 0 ? "t" : "t−\(back)") }
    }
    dataset = Dataset(
      name: series.name, inputs: Tensor([targets.count, window, channels.count], inputs),
      targets: Tensor([targets.count, 1], targets), featureNames: names,
      task: .regression(targetName: values.title(of: series.columns[0].name, at: "t+\(horizon)")),
      source: series.source, lines: series.lines.isEmpty ? [] : targetRows.map { series.lines[$0] })
    self.targetRows = targetRows
    self.todays = todays
    skippedCount = max(series.count - lead, 0) - targets.count
  }
}
