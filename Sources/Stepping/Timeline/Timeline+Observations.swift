import Autodiff

extension Timeline {
  var hasSeenNonFinite: Bool {
    for (index, segment) in path.enumerated() where !segment.observations.isEmpty {
      let next = index + 1 < path.count ? path[index + 1].fork : nil
      if segment.observations.contains(where: { $0.kind == .notFinite && $0.moment <= next ?? $0.moment }) {
        return true
      }
    }
    return false
  }

  /// What has happened on this line.
  public var observations: [Observation] {
    path.indices.flatMap { index in
      guard index + 1 < path.count else { return path[index].observations }
      let next = path[index + 1]
      return path[index].observations.filter { $0.moment <= next.fork && $0.seenAfter <= next.firstLoss }
    }
  }

  /// Goes step by step to the end of the iteration that has gone wrong, noting the instruction that
  /// first computed something that is not a number. That may have been an earlier iteration's update,
  /// so it begins at the latest keyframe with nothing but numbers in it.
  func findCause() {
    let target = machine.moment
    var first = Moment(stage: target.stage, iteration: target.iteration, position: 1)
    while true {
      let (index, frame) = nearestKeyframe(atOrBefore: first)
      if frame.state.allSatisfy(\.isFinite) { break }
      if frame.iteration > path[index].stage.origin.iteration {
        first = Moment(stage: path[index].stage.origin.stage, iteration: frame.iteration - 1, position: 1)
      } else if let stageStart = path.firstIndex(where: { $0.stage === path[index].stage }), stageStart > 0 {
        first = path[stageStart].fork
      } else {
        break
      }
    }
    restore(for: first)
    isTracing = true
    defer { isTracing = false }
    advance(to: target, byStepping: true)
    arrive(at: target)
  }

  /// Looks at what the last instruction wrote, and for the cause when it read no better.
  func noteWhatHappened() {
    guard let observation = Observation.lookForNonFinite(in: machine), !hasSeenNonFinite else { return }
    if isTracing || observation.readsOnlyNumbers { activeSegment.observations.append(observation) } else { findCause() }
  }
}
