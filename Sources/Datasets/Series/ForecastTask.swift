/// What forecasts of a series are about: the series itself, which moment each example forecasts, and how a network's
/// number becomes one in the series' own unit.
///
/// Examples are in the order of time. Those whose target lies before ``firstTestRow`` are trained on, the others tested.
public struct ForecastTask: Hashable, Sendable {
  /// Raw, with gaps. The first column is the one to be forecast.
  public let series: TimeSeries
  /// Which columns the network sees, in the order of its channels.
  public let channels: [Int]
  public let window: Int
  public let horizon: Int
  public let values: SeriesValues
  public let gaps: SeriesGaps
  /// What the forecast numbers are in: `US$`; nil where nobody has said it.
  public let unit: String?
  /// For each raw example the row of the series that it forecasts.
  public let targetRows: [Int]
  /// For each raw example the last number of the forecast column that its window has: "today".
  public let todays: [Float]
  /// How many windows were left out because of gaps.
  public let skippedCount: Int
  /// The first row that is tested on; as many as the series has when none is.
  public let firstTestRow: Int
  /// Of targets; fitted to the rows before ``firstTestRow``, as that of the inputs.
  public let targetStandardization: Standardization

  /// The quantity that is forecast.
  public var target: TimeSeries.Column { series.columns[0] }

  /// Whether a forecast can be the newest number of the next window: it is of the next moment, and of all that is seen.
  public var feedsItself: Bool { horizon == 1 && channels == [0] }

  /// How many rows have a gap in a column that is used.
  public var gapCount: Int {
    (0..<series.count).count { row in series.columns.contains { $0.values[row] == nil } }
  }

  /// What a network puts out, in the series' own unit.
  ///
  /// - Parameter today: the last number seen, in the same unit.
  public func level(of output: Float, from today: Double) -> Double {
    let (mean, deviation) = (targetStandardization.means[0], targetStandardization.deviations[0])
    return values.level(of: Double(output) * Double(deviation) + Double(mean), from: today)
  }
}
