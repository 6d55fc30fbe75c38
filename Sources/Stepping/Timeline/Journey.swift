/// A ``Route`` that is being gone, a slice at a time, so that whoever goes it can look at the keyboard in between.
///
/// Where steps lead is known before anything is executed, so that the way there is run as far as whole iterations go;
/// only terms depend on what the network computes.
struct Journey {
  /// The next place to get to.
  private(set) var target: Moment?
  private var steps: ArraySlice<Route.Steps>

  init(_ route: Route) {
    target = route.start
    steps = route.steps[...]
  }

  /// Goes about so many iterations more. True when it has arrived.
  mutating func advance(iterations: Int, on timeline: Timeline) -> Bool {
    if let place = foresee(on: timeline) {
      target = place
      guard timeline.go(towards: place, iterations: iterations) else { return false }
      target = nil
    }
    while let next = steps.first, next.size == .term {
      steps.removeFirst()
      for _ in 0..<next.count { next.isBack ? timeline.stepBack(.term) : timeline.step(.term) }
    }
    return steps.isEmpty
  }

  /// Where the steps up to the next term lead; nil when there are none.
  private mutating func foresee(on timeline: Timeline) -> Moment? {
    var place = target.map { timeline.onThisLine($0) }
    while let next = steps.first, next.size != .term {
      steps.removeFirst()
      var moment = place ?? timeline.now
      for _ in 0..<next.count {
        moment = next.isBack ? timeline.previous(next.size, before: moment) : timeline.next(next.size, after: moment)
      }
      place = moment
    }
    return place
  }
}

extension Timeline {
  /// Goes about so many iterations of the way to a moment. True when it has arrived.
  func go(towards target: Moment, iterations: Int) -> Bool {
    let target = onThisLine(target)
    if canRewind(to: target.withoutProgress) {
      go(to: target)
      return true
    }
    var (stage, waypoint) = (engine.stage, machine.iteration)
    if target < now || isKeyframeAhead(upTo: target) {
      let (index, frame) = nearestKeyframe(atOrBefore: target)
      // It is taken before its iteration.
      (stage, waypoint) = (path[index].stage, frame.iteration - 1)
    }
    waypoint += min(max(iterations, 1), 1 << 40)
    guard waypoint < target.iteration || stage.origin.stage < target.stage else {
      go(to: target)
      return true
    }
    go(to: Moment(stage: stage.origin.stage, iteration: waypoint, position: stage.instructionCount))
    return false
  }
}
