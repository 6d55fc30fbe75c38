/// How far one moment of a series usually is from the next, where there is a word for it.
public enum SeriesStep: Hashable, Sendable {
  case day, week, month, year
}

extension TimeSeries {
  /// The distance of most neighbors; of trading days, with their weekends between them, a day. Nil for any other.
  public var step: SeriesStep? {
    let moments = dates.compactMap(SeriesDate.init)
    guard let first = moments.first, moments.count == dates.count, moments.count > 1 else { return nil }
    let distances = zip(moments, moments.dropFirst()).map { $1.ordinal - $0.ordinal }.sorted()
    switch (first.resolution, distances[distances.count / 2]) {
    case (.day, 1): return .day
    case (.day, 7): return .week
    case (.month, 1): return .month
    case (.year, 1): return .year
    default: return nil
    }
  }
}
