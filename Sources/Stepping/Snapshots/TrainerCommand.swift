import Autodiff

/// What the workbench asks of a run. Commands are carried out in order, each one.
public enum TrainerCommand: Sendable {
  /// Begins a run, in place of the one before.
  case load(TrainingSetup)
  case step(StepSize)
  case stepBack(StepSize)
  case go(to: Moment)
  case intervene(Intervention.Change)
  /// Goes on by itself: steps of a size, so many a second, or at full speed.
  case play(Pace)
  case pause
  /// Where the run is to stop by itself from now on.
  case breakpoints(BreakpointSet)
  /// Goes on at full speed to the next breakpoint, or until something happens.
  case continueForwards
  /// Goes back to the latest breakpoint before, or to the start.
  case continueBackwards
  /// What snapshots are to hold from now on.
  case request(SnapshotRequest)
}

/// How fast a run goes on by itself.
public enum Pace: Hashable, Sendable {
  case steps(StepSize, perSecond: Double)
  /// Whole iterations, as fast as the machine can.
  case fullSpeed
}

/// Carries out commands on a timeline: the part of a trainer that knows no threads and no clock.
public final class TrainerSession {
  public private(set) var timeline: Timeline?
  public private(set) var pace: Pace?
  public private(set) var request = SnapshotRequest()
  /// Where the run stops by itself, with the hits counted so far.
  public private(set) var breakpoints = BreakpointSet()
  /// Why a run that went on by itself stands still.
  public private(set) var stop: BreakpointStop?
  /// What is being looked for while the run goes on by itself.
  private var search: BreakpointSearch?
  private var direction = BreakpointSearch.Direction.forwards
  /// How many stops there have been, so that two at the same breakpoint are told apart.
  private var stopCount = 0
  /// Why the last load failed.
  public private(set) var failure: SetupError?

  private let keyframeBudget: Int

  public init(keyframeBudget: Int = Timeline.defaultKeyframeBudget) { self.keyframeBudget = keyframeBudget }

  /// How many commands have been carried out.
  public private(set) var performedCount = 0

  public func perform(_ command: TrainerCommand) {
    performedCount += 1
    switch command {
    case .load(let setup):
      standStill()
      failure = nil
      breakpoints.forgetHits()
      do throws(SetupError) { timeline = try Timeline(setup, keyframeBudget: keyframeBudget) } catch { failure = error }
    case .step(let size):
      standStill()
      timeline?.step(size)
    case .stepBack(let size):
      standStill()
      timeline?.stepBack(size)
    case .go(let moment):
      standStill()
      timeline?.go(to: moment)
    case .intervene(let change):
      timeline?.intervene(change)
      // The run takes another way from here on.
      if pace != nil { lookForBreakpoints(direction) }
    case .play(let pace):
      self.pace = pace
      lookForBreakpoints(.forwards)
    case .continueForwards:
      pace = .fullSpeed
      lookForBreakpoints(.forwards)
    case .continueBackwards:
      pace = .fullSpeed
      lookForBreakpoints(.backwards)
    case .pause: standStill()
    case .breakpoints(let set):
      breakpoints = set.counting(breakpoints)
      if pace != nil { lookForBreakpoints(direction) }
    case .request(let request): self.request = request
    }
  }

  private func standStill() {
    pace = nil
    search = nil
    stop = nil
  }

  private func lookForBreakpoints(_ direction: BreakpointSearch.Direction) {
    stop = nil
    self.direction = direction
    search = timeline.flatMap {
      breakpoints.isActive || direction == .backwards ? BreakpointSearch(breakpoints, on: $0, direction) : nil
    }
  }

  /// Goes on at full speed for some iterations; stops playing at a breakpoint, and when a number is no
  /// longer a number.
  public func run(iterations: Int) {
    guard let timeline else { return }
    if let outcome = search?.advance(iterations: iterations) { return heed(outcome) }
    let before = timeline.observations.count
    timeline.run(iterations: iterations)
    if timeline.observations.count > before { pace = nil }
  }

  /// One step of a paced run.
  public func playStep(_ size: StepSize) {
    guard let timeline else { return }
    let target = timeline.next(size, after: timeline.now)
    if search == nil || size == .term { return timeline.step(size) }
    if let outcome = search?.advance(to: target) { heed(outcome) }
  }

  /// Stands still where a search has ended.
  private func heed(_ outcome: BreakpointSearch.Outcome) {
    guard outcome != .searching else { return }
    standStill()
    stopCount += 1
    switch outcome {
    case .hit(let hits):
      breakpoints.count(hits)
      stop = BreakpointStop(number: stopCount, hits: hits)
    case .reachedStart: stop = BreakpointStop(number: stopCount, hits: [])
    case .observed, .searching: break
    }
  }

  public func snapshot() -> Snapshot? {
    var snapshot = timeline?.snapshot(request)
    snapshot?.breakpoints = breakpoints
    snapshot?.stop = stop
    return snapshot
  }
}
