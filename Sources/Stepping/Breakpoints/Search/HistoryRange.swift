extension LossHistory {
  /// Bounds of the losses of some iterations: exact, or wider where neighbors have been merged. Nil when
  /// one of them is not recorded, or is not a number.
  func range(of iterations: ClosedRange<Int>) -> ConditionSpan.Range? {
    guard iterations.upperBound < count else { return nil }
    var low = Float.infinity
    var high = -Float.infinity
    for index in iterations.lowerBound / width...iterations.upperBound / width {
      let bucket = buckets[index]
      // A bucket that has forgotten some of its losses bounds nothing.
      guard bucket.notFinite == 0, bucket.count == min(width, count - index * width) else { return nil }
      low = min(low, bucket.smallest)
      high = max(high, bucket.largest)
    }
    return ConditionSpan.Range(low: Double(low), high: Double(high))
  }
}

extension LossRecord {
  /// The same over all parts of a line that the iterations touch.
  func range(of iterations: ClosedRange<Int>) -> ConditionSpan.Range? {
    guard iterations.upperBound < count else { return nil }
    var result: ConditionSpan.Range?
    for part in parts {
      let own = part.first..<part.first + part.count
      guard own.overlaps(iterations.lowerBound..<iterations.upperBound + 1) else { continue }
      let first = max(iterations.lowerBound, own.lowerBound) - part.first
      let last = min(iterations.upperBound, own.upperBound - 1) - part.first
      guard let range = part.losses.range(of: first...last) else { return nil }
      result = ConditionSpan.Range(
        low: min(result?.low ?? range.low, range.low), high: max(result?.high ?? range.high, range.high))
    }
    return result
  }
}

extension Timeline {
  /// Bounds of a metric at all looks in some iterations.
  func range(of metric: ConditionMetric, over iterations: ClosedRange<Int>) -> ConditionSpan.Range? {
    guard
      let first = latestEvaluation(
        at: Moment(stage: machine.origin.stage, iteration: iterations.lowerBound, position: 0))
    else { return nil }
    var low = Double.infinity
    var high = -Double.infinity
    for point in evaluations.points
    where (first.completedIterations...iterations.upperBound + 1).contains(point.completedIterations) {
      guard let value = metric.value(in: point), value.isFinite else { return nil }
      low = min(low, value)
      high = max(high, value)
    }
    return ConditionSpan.Range(low: low, high: high)
  }
}
