/// What may be said of a condition over a stretch of iterations without looking at each: interval
/// arithmetic over the loss's smallest and largest value, the time and the metrics.
///
/// It lets a run go on at full speed while `loss > 2` is out of reach; only where it is not certain are
/// the iterations gone through one by one.
struct ConditionSpan {
  /// The smallest and the largest value of a number.
  struct Range {
    let low: Double
    let high: Double
  }

  enum Possibility { case never, always, maybe }

  let iterations: ClosedRange<Int>
  let epochs: ClosedRange<Int>
  /// Nil when unknown, or when a loss was NaN or infinite.
  let losses: Range?
  let metric: (ConditionMetric) -> Range?

  func possibility(of term: TruthTerm) -> Possibility {
    switch term {
    case .comparison(let sign, let left, let right):
      guard let left = range(left), let right = range(right) else { return .maybe }
      return possibility(sign, left, right)
    case .not(let inner):
      return switch possibility(of: inner) {
      case .never: .always
      case .always: .never
      case .maybe: .maybe
      }
    case .both(let first, let second):
      let pair = (possibility(of: first), possibility(of: second))
      if pair.0 == .never || pair.1 == .never { return .never }
      return pair == (.always, .always) ? .always : .maybe
    case .either(let first, let second):
      let pair = (possibility(of: first), possibility(of: second))
      if pair.0 == .always || pair.1 == .always { return .always }
      return pair == (.never, .never) ? .never : .maybe
    case .event(let event, _, let number, let bound):
      guard let bound, let now = range(number), let limit = range(bound) else { return .maybe }
      if event == .risesAbove, now.high <= limit.low { return .never }
      if event == .fallsBelow, now.low >= limit.high { return .never }
      return .maybe
    case .isNotFinite(let number):
      return range(number).map { $0.low.isFinite && $0.high.isFinite } == true ? .never : .maybe
    case .holdsNotFinite: return losses == nil ? .maybe : .never
    case .hasSeenNotFinite, .isAt: return .maybe
    }
  }

  private func possibility(_ sign: ComparisonSign, _ left: Range, _ right: Range) -> Possibility {
    switch sign {
    case .less: return left.high < right.low ? .always : left.low >= right.high ? .never : .maybe
    case .lessOrEqual: return left.high <= right.low ? .always : left.low > right.high ? .never : .maybe
    case .greater: return possibility(.less, right, left)
    case .greaterOrEqual: return possibility(.lessOrEqual, right, left)
    case .equal:
      if left.high < right.low || left.low > right.high { return .never }
      return left.low == left.high && right.low == right.high && left.low == right.low ? .always : .maybe
    case .unequal:
      return switch possibility(.equal, left, right) {
      case .never: .always
      case .always: .never
      case .maybe: .maybe
      }
    }
  }

  private func range(_ term: NumberTerm) -> Range? {
    switch term {
    case .constant(let value): return Range(low: value, high: value)
    case .iteration: return Range(low: Double(iterations.lowerBound), high: Double(iterations.upperBound))
    case .epoch:
      return Range(low: Double(epochs.lowerBound), high: Double(epochs.upperBound))
    case .metric(let metric): return self.metric(metric)
    // Only the loss is asked for here: a condition that reads other tensors is looked at step by step.
    case .cell: return losses
    case .learningRate, .reduction: return nil
    case .magnitude(let inner):
      guard let inner = range(inner) else { return nil }
      if inner.low >= 0 { return inner }
      return inner.high <= 0
        ? Range(low: -inner.high, high: -inner.low) : Range(low: 0, high: Swift.max(-inner.low, inner.high))
    case .negative(let inner): return range(inner).map { Range(low: -$0.high, high: -$0.low) }
    case .arithmetic(let sign, let left, let right):
      guard let left = range(left), let right = range(right) else { return nil }
      return range(sign, left, right)
    }
  }

  /// Rounding never changes an order, so that the corners bound what is between them.
  private func range(_ sign: ArithmeticSign, _ left: Range, _ right: Range) -> Range? {
    if sign == .divided, right.low <= 0, right.high >= 0 { return nil }
    let corners = [
      sign.result(left.low, right.low), sign.result(left.low, right.high), sign.result(left.high, right.low),
      sign.result(left.high, right.high),
    ]
    guard corners.allSatisfy(\.isFinite), let low = corners.min(), let high = corners.max() else { return nil }
    return Range(low: low, high: high)
  }
}
