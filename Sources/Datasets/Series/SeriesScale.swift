/// Mean and standard deviation of a column's values over the first rows of a series, the gaps left out.
///
/// Every moment counts once, in however many windows it stands; so inputs and targets that are the same quantity have
/// the same scale.
struct SeriesScale {
  let mean: Float
  /// 0 where all values are the same.
  let deviation: Float
  /// How many values there were.
  let count: Int

  /// - Parameters:
  ///   - rows: how many rows may be looked at: those that are trained on.
  ///   - distance: over how many moments a change goes.
  init(of column: TimeSeries.Column, values: SeriesValues, rows: Int, distance: Int = 1) {
    var numbers: [Double] = []
    for row in 0..<rows {
      guard let now = column.values[row] else { continue }
      guard values.areChanges else {
        numbers.append(Double(now))
        continue
      }
      guard row >= distance, let before = column.values[row - distance] else { continue }
      numbers.append(values.value(of: Double(now), after: Double(before)))
    }
    count = numbers.count
    let mean = numbers.reduce(0, +) / Double(max(count, 1))
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(count, 1))
    self.mean = Float(mean)
    deviation = numbers.allSatisfy { $0 == numbers.first } ? 0 : Float(variance.squareRoot())
  }
}
