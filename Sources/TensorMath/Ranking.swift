extension Collection where Element: Comparable {
  /// The indices from the largest element to the smallest; of equal ones the first comes first.
  public var indicesFromLargest: [Index] {
    indices.sorted { self[$0] != self[$1] ? self[$0] > self[$1] : $0 < $1 }
  }
}
