public import Autodiff

/// What the workbench asks of a run. Commands are carried out in order, each one.
public enum TrainerCommand: Sendable {
  /// Begins a run, in place of the one before.
  case load(TrainingSetup, breakpoints: BreakpointSet = BreakpointSet())
  case step(StepSize)
  case stepBack(StepSize)
  case go(to: Moment)
  /// To where so many iterations are done: the curves' time.
  case goToIteration(Int)
  case intervene(Intervention.Change)
  /// Begins another run from its own first weights, the one before staying as a branch.
  case restart(TrainingSetup, label: BilingualText)
  case undo
  case redo
  case switchBranch(BranchID)
  case renameBranch(BranchID, String)
  case dropBranch(BranchID)
  /// Lets another branch go along in step; nil lets none.
  case compare(BranchID?)
  /// Tries several structures from here, each on a branch of its own, for so many iterations.
  case race([StructureChange], iterations: Int)
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
  public private(set) var history: RunHistory?
  public var timeline: Timeline? { history?.timeline }
  public private(set) var pace: Pace?
  public private(set) var request = SnapshotRequest()
  /// Where the run stops by itself, with the hits counted so far.
  public var breakpoints: BreakpointSet { history?.breakpoints ?? BreakpointSet() }
  /// Why a run that went on by itself stands still.
  public private(set) var stop: BreakpointStop?
  /// What is being looked for while the run goes on by itself.
  private var search: BreakpointSearch?
  private var direction = BreakpointSearch.Direction.forwards
  /// What is being raced at full speed.
  private var race: Race?
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
    case .load(let setup, let breakpoints):
      standStill()
      failure = nil
      do throws(SetupError) {
        history = try RunHistory(setup, breakpoints: breakpoints, keyframeBudget: keyframeBudget)
      } catch { failure = error }
    case .step(let size):
      standStill()
      timeline?.step(size)
    case .stepBack(let size):
      standStill()
      timeline?.stepBack(size)
    case .go(let moment):
      standStill()
      timeline?.go(to: moment)
    case .goToIteration(let completed):
      standStill()
      timeline?.go(toIteration: completed)
    case .intervene(let change):
      history?.intervene(change)
      // The run takes another way from here on.
      if pace != nil { lookForBreakpoints(direction) }
    case .restart(let setup, let label):
      standStill()
      failure = nil
      do throws(SetupError) { try history?.restart(setup, label: label) } catch { failure = error }
    case .undo:
      standStill()
      history?.undo()
    case .redo:
      standStill()
      history?.redo()
    case .switchBranch(let id):
      standStill()
      history?.switchBranch(to: id)
    case .renameBranch(let id, let name): history?.renameBranch(id, to: name)
    case .dropBranch(let id): history?.dropBranch(id)
    case .compare(let id): history?.compare(with: id)
    case .race(let changes, let iterations):
      standStill()
      guard let history, !changes.isEmpty else { break }
      race = Race(changes, iterations: iterations, on: history)
      pace = .fullSpeed
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
      history?.setBreakpoints(set)
      if pace != nil { lookForBreakpoints(direction) }
    case .request(let request): self.request = request
    }
  }

  private func standStill() {
    pace = nil
    search = nil
    race = nil
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
    // Twice as fast as this branch, so that one that begins far behind arrives.
    defer { history?.followOn(atMost: 2 * iterations) }
    guard let timeline, let history else { return }
    if race != nil {
      if race?.advance(iterations: iterations, on: history) == true { standStill() }
      return
    }
    if let outcome = search?.advance(iterations: iterations) { return heed(outcome) }
    let before = timeline.observations.count
    timeline.run(iterations: iterations)
    if timeline.observations.dropFirst(before).contains(where: \.stopsRun) { pace = nil }
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
      history?.count(hits)
      stop = BreakpointStop(number: stopCount, hits: hits)
    case .reachedStart: stop = BreakpointStop(number: stopCount, hits: [])
    case .observed, .searching: break
    }
  }

  public func snapshot() -> Snapshot? {
    var snapshot = history?.snapshot(request, isRunning: pace != nil)
    snapshot?.stop = stop
    return snapshot
  }
}
