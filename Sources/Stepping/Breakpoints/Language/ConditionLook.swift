import Autodiff
import TensorMath

/// What a condition was when it was looked at.
struct ConditionLook: Hashable, Sendable {
  let isTrue: Bool
  /// The numbers whose change it tells, for the next look.
  let numbers: [Double]
}

/// Looks at conditions at a moment of a run. Numbers of tensors are read from the machine, which must
/// stand at that moment; time and metrics are known without.
struct ConditionEvaluator {
  let timeline: Timeline
  let moment: Moment

  /// Nil when something that the condition reads is not there: a row that a short batch does not have.
  func look(_ condition: Condition, before: ConditionLook?) -> ConditionLook? {
    var numbers = [Double](repeating: 0, count: condition.memoryCount)
    guard let isTrue = truth(condition.truth, before?.numbers, &numbers) else { return nil }
    return ConditionLook(isTrue: isTrue, numbers: numbers)
  }

  // Both sides are always evaluated: each has numbers to remember.
  private func truth(_ term: TruthTerm, _ before: [Double]?, _ numbers: inout [Double]) -> Bool? {
    switch term {
    case .comparison(let sign, let left, let right):
      guard let left = number(left), let right = number(right) else { return nil }
      return sign.holds(left, right)
    case .not(let inner): return truth(inner, before, &numbers).map { !$0 }
    case .both(let first, let second):
      guard let first = truth(first, before, &numbers), let second = truth(second, before, &numbers) else { return nil }
      return first && second
    case .either(let first, let second):
      guard let first = truth(first, before, &numbers), let second = truth(second, before, &numbers) else { return nil }
      return first || second
    case .event(let event, let memory, let operand, let bound):
      guard let now = number(operand) else { return nil }
      var limit = 0.0
      if let bound {
        guard let value = number(bound) else { return nil }
        limit = value
      }
      // The bound may move too: what counts is on which side of it the number is, then and now.
      numbers[memory] = now - limit
      guard let before else { return false }
      return event.happens(from: before[memory], to: now - limit)
    case .isNotFinite(let operand): return number(operand).map { !$0.isFinite }
    case .holdsNotFinite(let slot):
      let view = timeline.machine.bound.view(of: slot)
      return (0..<view.count).contains { !view[$0].isFinite }
    case .hasSeenNotFinite:
      return timeline.observations.contains { $0.kind == .notFinite && $0.moment <= moment }
    case .isAt(let position): return moment.position == position
    }
  }

  /// A number in double precision; nil when it is not there.
  func number(_ term: NumberTerm) -> Double? {
    switch term {
    case .constant(let value): return value
    case .iteration: return Double(moment.iteration)
    case .epoch: return Double(timeline.machine.epoch(ofIteration: moment.iteration))
    case .learningRate: return Double(timeline.machine.learningRate)
    case .metric(let metric): return timeline.latestEvaluation(at: moment).flatMap(metric.value)
    case .cell(let slot, let indices):
      return timeline.program[slot].shape.offset(of: indices).map { Double(timeline.machine.bound.view(of: slot)[$0]) }
    case .reduction(let reduction, let slot, let ofMagnitudes):
      let view = timeline.machine.bound.view(of: slot)
      return reduction.value((0..<view.count).lazy.map { ofMagnitudes ? abs(Double(view[$0])) : Double(view[$0]) })
    case .magnitude(let inner): return number(inner).map { abs($0) }
    case .negative(let inner): return number(inner).map { -$0 }
    case .arithmetic(let sign, let left, let right):
      guard let left = number(left), let right = number(right) else { return nil }
      return sign.result(left, right)
    }
  }
}

extension ComparisonSign {
  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

extension ArithmeticSign {
  func result(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .divided: left / right
    }
  }
}

extension ConditionEvent {
  /// From one look to the next; for `rises above` and `falls below`, of the number less its bound.
  func happens(from before: Double, to now: Double) -> Bool {
    switch self {
    case .changes: now != before && !(now.isNaN && before.isNaN)
    case .changesSign: before < 0 && now >= 0 || before >= 0 && now < 0
    case .risesAbove: before <= 0 && now > 0
    case .fallsBelow: before >= 0 && now < 0
    }
  }
}

extension Reduction {
  /// NaN when a number is NaN; of nothing, the largest is −∞ and the mean NaN.
  func value(_ numbers: some Sequence<Double>) -> Double {
    var count = 0.0
    var sum = 0.0
    var extreme = self == .max ? -Double.infinity : Double.infinity
    for number in numbers {
      count += 1
      switch self {
      case .norm: sum += number * number
      case .mean, .sum: sum += number
      case .max: extreme = number > extreme || number.isNaN ? number : extreme
      case .min: extreme = number < extreme || number.isNaN ? number : extreme
      }
    }
    switch self {
    case .norm: return sum.squareRoot()
    case .sum: return sum
    case .mean: return sum / count
    case .max, .min: return extreme
    }
  }
}

extension Timeline {
  /// The latest evaluation on all samples when a moment had come.
  func latestEvaluation(at moment: Moment) -> EvaluationPoint? {
    let completed = completedIterations(at: moment)
    for segment in line.reversed() where segment.start <= moment {
      let points = segment.evaluations.points
      var (low, high) = (0, points.count)
      while low < high {
        let middle = (low + high) / 2
        if points[middle].completedIterations <= completed { low = middle + 1 } else { high = middle }
      }
      if low > 0 { return points[low - 1] }
    }
    return nil
  }

  /// How many iterations were finished when a moment had come.
  func completedIterations(at moment: Moment) -> Int {
    moment.position == machine.instructionCount ? moment.iteration + 1 : moment.iteration
  }
}
