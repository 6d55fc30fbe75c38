import Autodiff
public import Stepping

/// How far a run is from a goal.
public enum GoalState: Hashable, Sendable {
  /// Reached, after so many iterations.
  case reached(iteration: Int)
  /// Not yet; the number as it is now, nil where there is none (no test part, not computed).
  case open(now: Double?)
  /// The time that the goal allows is over.
  case tooLate(now: Double?)
}

extension Goal {
  /// Whether and when a run has reached the goal: from the evaluations so far and the numbers of now.
  public func state(in snapshot: Snapshot) -> GoalState {
    let limit = iterationLimit(batchesPerEpoch: snapshot.batchesPerEpoch)
    let now = number(in: snapshot)
    switch measure {
    case .metric(let metric):
      let points = snapshot.evaluations.points.filter { $0.completedIterations <= snapshot.completedIterations }
      if let first = points.first(where: { reaches($0, metric, limit) }) {
        return .reached(iteration: first.completedIterations)
      }
    case .value: break
    }
    if let now, holds(now), snapshot.completedIterations > 0, snapshot.completedIterations <= limit {
      return .reached(iteration: snapshot.completedIterations)
    }
    return snapshot.completedIterations >= limit ? .tooLate(now: now) : .open(now: now)
  }

  /// The iterations that the goal allows.
  public func iterationLimit(batchesPerEpoch: Int) -> Int {
    switch limit {
    case .iterations(let count): count
    case .epochs(let count): count.multipliedReportingOverflow(by: max(batchesPerEpoch, 1)).partialValue
    case nil: Int.max
    }
  }

  private func reaches(_ point: EvaluationPoint, _ metric: Metric, _ limit: Int) -> Bool {
    guard point.completedIterations > 0, point.completedIterations <= limit else { return false }
    return metric.value(in: point).map(holds) ?? false
  }

  private func number(in snapshot: Snapshot) -> Double? {
    switch measure {
    case .metric(let metric): return snapshot.current.flatMap(metric.value)
    case .value(let cell):
      guard let address = try? cell.address(in: snapshot.program),
        let values = snapshot.values(of: address.slot)
      else { return nil }
      return Double(values[address.cell])
    }
  }
}

extension Goal.Metric {
  /// The metric at a point; nil where every sample is trained on and the test part is asked for.
  public func value(in point: EvaluationPoint) -> Double? {
    switch self {
    case .trainLoss: point.train.loss
    case .testLoss: point.test?.loss
    case .trainAccuracy: point.train.metric
    case .testAccuracy: point.test?.metric
    case .rSquared: (point.test ?? point.train).metric
    }
  }
}
