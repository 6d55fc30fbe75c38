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
  private let breakpoints: BreakpointSet
  private var watches: [BreakpointWatch]
  private var scanner: BreakpointScanner
  /// Going back: the last moment that has not been looked at.
  private var upper: Moment

  public init(_ breakpoints: BreakpointSet, on timeline: Timeline, _ direction: Direction) {
    self.timeline = timeline
    self.direction = direction
    self.breakpoints = breakpoints
    watches = Self.watches(breakpoints, timeline.setup)
    let now = timeline.now.withoutProgress
    upper = now == timeline.machine.origin.moment ? now : timeline.previous(.operation, before: now)
    // In the middle of an instruction, its end is still to come.
    scanner = BreakpointScanner(
      watches, on: timeline, at: timeline.now.progress == nil ? now : upper, stoppingAtObservations: true)
  }

  /// Conditions that do not fit the network that runs, because it has other layers, are left out.
  private static func watches(_ breakpoints: BreakpointSet, _ setup: TrainingSetup) -> [BreakpointWatch] {
    guard let scope = try? ConditionScope(setup) else { return [] }
    return breakpoints.all.compactMap { breakpoint in
      guard breakpoint.isOn, let condition = try? Condition(breakpoint.condition, in: scope) else { return nil }
      return BreakpointWatch(id: breakpoint.id, condition)
    }
  }

  /// Takes the search up in the stage that the timeline stands in.
  private mutating func enterStage() {
    watches = Self.watches(breakpoints, timeline.setup)
    scanner = BreakpointScanner(
      watches, on: timeline, at: timeline.now.withoutProgress, stoppingAtObservations: direction == .forwards)
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
    while scanner.position < target {
      let known = timeline.end
      let boundary = timeline.boundary(after: scanner.position)
      let hits = scanner.scan(to: min(target, boundary?.fork ?? target))
      let isObserved = scanner.hasPassedObservation
      timeline.go(to: scanner.position)
      timeline.forgetFuture(after: known)
      if !hits.isEmpty { return .hit(hits) }
      if isObserved { return .observed }
      guard let boundary, scanner.position == boundary.fork, target > boundary.fork else { break }
      // Past a change of structure the conditions are about another program.
      timeline.go(to: boundary.start)
      enterStage()
    }
    return .searching
  }

  private mutating func forwards(_ iterations: Int) -> Outcome {
    let last = timeline.completedIterations(at: scanner.position) + iterations - 1
    let stage = timeline.machine.origin.stage
    return advance(to: Moment(stage: stage, iteration: last, position: timeline.machine.instructionCount))
  }

  /// The latest hit in a window before what has been looked at.
  private mutating func backwards(_ iterations: Int) -> Outcome {
    let stage = timeline.machine.origin
    guard upper > stage.moment else {
      timeline.go(to: stage.moment)
      if stage.stage == 0 { return .reachedStart }
      // Before a change of structure another program ran.
      timeline.go(to: timeline.previous(.operation, before: stage.moment))
      enterStage()
      upper = timeline.now.withoutProgress
      return .searching
    }
    let first = upper.iteration - iterations + 1
    let lower =
      first <= stage.iteration
      ? stage.moment
      : Moment(stage: stage.stage, iteration: first - 1, position: timeline.machine.instructionCount)
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
