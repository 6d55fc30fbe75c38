/// Looks for the next or the latest breakpoint that is hit, a slice of the run at a time, so that
/// whoever runs it can look at the keyboard in between.
///
///     var search = BreakpointSearch(breakpoints, on: timeline, .forwards)
///     while case .searching = search.advance(iterations: 100) {}
public struct BreakpointSearch {
  public enum Direction: Hashable, Sendable { case forwards, backwards }

  public enum Outcome: Hashable, Sendable {
    /// Nothing yet: there is more to look at.
    case searching
    /// The timeline stands where these are hit, all at the same moment.
    case hit([BreakpointHit])
    /// A number became none, and no breakpoint stands there.
    case observed
    /// Going back, nothing was hit before: the timeline stands at the start.
    case reachedStart
  }

  private let timeline: Timeline
  private let direction: Direction
  private let watches: [BreakpointWatch]
  private var scanner: BreakpointScanner
  /// Going back: the last moment that has not been looked at.
  private var upper: Moment

  /// Conditions that do not fit the run, because it has other layers by now, are left out.
  public init(_ breakpoints: BreakpointSet, on timeline: Timeline, _ direction: Direction) {
    self.timeline = timeline
    self.direction = direction
    let scope = try? ConditionScope(timeline.setup)
    watches = breakpoints.all.compactMap { breakpoint in
      guard breakpoint.isOn, let scope, let condition = try? Condition(breakpoint.condition, in: scope) else {
        return nil
      }
      return BreakpointWatch(id: breakpoint.id, condition)
    }
    let now = Moment(iteration: timeline.now.iteration, position: timeline.now.position)
    upper = now == .start ? .start : timeline.previous(.operation, before: now)
    // In the middle of an instruction, its end is still to come.
    scanner = BreakpointScanner(
      watches, on: timeline, at: timeline.now.progress == nil ? now : upper, stoppingAtObservations: true)
  }

  /// Looks at about so many iterations more.
  public mutating func advance(iterations: Int) -> Outcome {
    switch direction {
    case .forwards: forwards(max(iterations, 1))
    case .backwards: backwards(max(iterations, 1))
    }
  }

  /// Goes forwards to a moment, or to the first hit on the way.
  public mutating func advance(to target: Moment) -> Outcome {
    guard scanner.position < target else { return .searching }
    let hits = scanner.scan(to: target)
    timeline.go(to: scanner.position)
    if !hits.isEmpty { return .hit(hits) }
    return scanner.hasPassedObservation ? .observed : .searching
  }

  private mutating func forwards(_ iterations: Int) -> Outcome {
    let last = timeline.completedIterations(at: scanner.position) + iterations - 1
    return advance(to: Moment(iteration: last, position: timeline.machine.instructionCount))
  }

  /// The latest hit in a window before what has been looked at.
  private mutating func backwards(_ iterations: Int) -> Outcome {
    guard upper > .start else {
      timeline.go(to: .start)
      return .reachedStart
    }
    let first = upper.iteration - iterations + 1
    let lower = first <= 0 ? .start : Moment(iteration: first - 1, position: timeline.machine.instructionCount)
    var window = BreakpointScanner(watches, on: timeline, at: lower, stoppingAtObservations: false)
    var latest: (moment: Moment, hits: [BreakpointHit])?
    while window.position < upper {
      let hits = window.scan(to: upper)
      if !hits.isEmpty { latest = (window.position, hits) }
    }
    upper = lower
    timeline.go(to: latest?.moment ?? lower)
    if let latest { return .hit(latest.hits) }
    return lower == .start ? .reachedStart : .searching
  }
}
