/// A column of a series with its gaps bridged, as far as that can be done without a look into the future.
///
///     row     0   1   2   3   4        window that ends at 2:  7   7   7     (the last value is carried on)
///     value   7   ·   ·  10  11        window that ends at 4:  7   8   9  10  11
struct GapBridge {
  private let values: [Float?]
  /// For each row the nearest one with a value, at or before it, and at or after it.
  private let before: [Int?]
  private let after: [Int?]

  init(_ values: [Float?]) {
    self.values = values
    var (before, after) = ([Int?](repeating: nil, count: values.count), [Int?](repeating: nil, count: values.count))
    var last: Int?
    for row in values.indices {
      if values[row] != nil { last = row }
      before[row] = last
    }
    last = nil
    for row in values.indices.reversed() {
      if values[row] != nil { last = row }
      after[row] = last
    }
    (self.before, self.after) = (before, after)
  }

  /// The value at a row as it can be known at row `end`; nil before the first value.
  func value(at row: Int, knownAt end: Int) -> Double? {
    if let value = values[row] { return Double(value) }
    guard let left = before[row], let from = values[left] else { return nil }
    guard let right = after[row], right <= end, let to = values[right] else { return Double(from) }
    let share = Double(row - left) / Double(right - left)
    return Double(from) + (Double(to) - Double(from)) * share
  }
}
