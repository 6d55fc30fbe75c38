import Autodiff

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
  /// The way that is being gone, where it began, and the command that asked for it.
  private var journey: (way: Journey, from: Moment, command: TrainerCommand)?
  /// How many stops there have been, so that two at the same breakpoint are told apart.
  private var stopCount = 0
  /// Why the last load failed.
  public private(set) var failure: SetupError?

  /// Why the last replay ended before its end.
  public private(set) var replayProblem: ReplayProblem?

  private let keyframeBudget: Int
  private var journal: RunJournal?

  /// - Parameter recorder: takes down what is done.
  public init(keyframeBudget: Int = Timeline.defaultKeyframeBudget, recorder: (any RunRecorder)? = nil) {
    self.keyframeBudget = keyframeBudget
    journal = recorder.map { RunJournal($0) }
  }

  /// Carries a command out whole.
  public func perform(_ command: TrainerCommand) {
    begin(command)
    while isTravelling { run(iterations: .max) }
  }

  /// Whether it is on the way to where a command goes.
  public var isTravelling: Bool { journey != nil }

  /// Carries a command out, or begins to if it leads far: `run` goes on with it.
  public func begin(_ command: TrainerCommand) {
    switch command {
    case .load(let setup, let breakpoints, let replay):
      load(setup, breakpoints)
      if let replay { self.replay(replay) }
    case .step, .stepBack, .go, .goToIteration, .travel: move(command)
    case .intervene(let change):
      save()
      intervene(change)
      // The run takes another way from here on.
      if pace != nil { lookForBreakpoints(direction) }
    case .restart(let setup, let label): restart(setup, label)
    case .undo:
      standStill()
      if history?.undo() == true { record(.undo) }
    case .redo:
      standStill()
      if history?.redo() == true { record(.redo) }
    case .switchBranch(let id):
      standStill()
      if history?.switchBranch(to: id) == true { record(.switchBranch(id.number)) }
    case .renameBranch(let id, let name):
      save()
      if history?.renameBranch(id, to: name) == true { record(.renameBranch(id.number, name)) }
    case .dropBranch(let id):
      save()
      if history?.dropBranch(id) == true { record(.dropBranch(id.number)) }
    case .compare(let id):
      save()
      history?.compare(with: id)
      record(.compare(id?.number))
    case .race(let changes, let iterations):
      standStill()
      guard let history, !changes.isEmpty else { break }
      race = Race(changes, iterations: iterations, on: history)
      pace = .fullSpeed
    case .play(let pace):
      endStretch()
      self.pace = pace
      lookForBreakpoints(.forwards)
    case .continueForwards:
      endStretch()
      pace = .fullSpeed
      lookForBreakpoints(.forwards)
    case .continueBackwards:
      endStretch()
      pace = .fullSpeed
      lookForBreakpoints(.backwards)
    case .pause: standStill()
    case .breakpoints(let set):
      save()
      history?.setBreakpoints(set)
      record(.breakpoints(set))
      // On the way to where a command goes nothing is looked for.
      if pace != nil, !isTravelling { lookForBreakpoints(direction) }
    case .request(let request): self.request = request
    case .note(let note):
      save()
      record(.note(note))
    }
  }

  private func load(_ setup: TrainingSetup, _ breakpoints: BreakpointSet) {
    leave()
    (failure, replayProblem) = (nil, nil)
    do throws(SetupError) {
      history = try RunHistory(setup, breakpoints: breakpoints, keyframeBudget: keyframeBudget)
      if let timeline { journal?.begin(timeline) }
    } catch { failure = error }
  }

  /// A command that goes to another moment; one that is near is gone to at once.
  private func move(_ command: TrainerCommand) {
    standStill()
    guard let timeline else { return }
    let route: Route
    switch command {
    case .step(let size): route = Route([Route.Steps(size)])
    case .stepBack(let size): route = Route([Route.Steps(size, isBack: true)])
    case .go(let moment): route = Route(from: moment)
    case .goToIteration(let completed): route = Route(from: timeline.moment(after: completed))
    case .travel(let asked): route = asked
    default: return
    }
    journey = (Journey(route), timeline.now, command)
    goOn(iterations: 1)
  }

  private func goOn(iterations: Int) {
    guard let timeline, journey != nil else { return }
    if journey?.way.advance(iterations: iterations, on: timeline) == true {
      endJourney(hasArrived: true)
      pace = nil
    } else {
      pace = .journey(toIteration: timeline.completedIterations(at: journey?.way.target ?? timeline.now))
    }
  }

  /// Takes down where a way has led; of one that is broken off, how far it was gone.
  private func endJourney(hasArrived: Bool) {
    guard let journey, let timeline else { return }
    self.journey = nil
    guard timeline.now != journey.from else { return }
    switch journey.command {
    case .step(.term): record(.term(isBack: false, to: timeline.now))
    case .stepBack(.term): record(.term(isBack: true, to: timeline.now))
    case .step(let size) where hasArrived: record(.step(size))
    case .stepBack(let size) where hasArrived: record(.stepBack(size))
    default: record(.go(to: timeline.now))
    }
  }

  /// Moves by other means than commands, and takes down where that led.
  @discardableResult
  public func move<Outcome>(_ body: (Timeline) -> Outcome) -> Outcome? {
    standStill()
    guard let timeline else { return nil }
    let before = timeline.now
    let outcome = body(timeline)
    if timeline.now != before { record(.go(to: timeline.now)) }
    return outcome
  }

  private func intervene(_ change: Intervention.Change) {
    guard let history, let timeline else { return }
    let program = timeline.program
    guard history.intervene(change) else { return }
    switch change {
    case .learningRate(let rate): record(.learningRate(rate))
    case .optimizerConstants(let optimizer): record(.optimizerConstants(optimizer))
    case .parameter(let cell, let value): record(.edit(cell: program.name(of: cell), value: value))
    case .structure(let structure): record(.structure(structure.setup.settings))
    }
  }

  private func restart(_ setup: TrainingSetup, _ label: BilingualText) {
    leave()
    failure = nil
    do throws(SetupError) {
      try history?.restart(setup, label: label)
      journal?.startOver()
      record(.restart(setup.settings))
    } catch { failure = error }
  }

  private func replay(_ replay: RunReplay) {
    guard failure == nil, let history else { return }
    var replayer = RunReplayer(history, checkpoint: replay.checkpoint)
    do throws(ReplayProblem) {
      for step in replay.steps {
        // Comparing with what was is `backstep replay --check`'s; here it would only take time.
        if case .check = step.event { continue }
        if case .restart = step.event { journal?.startOver() }
        try replayer.perform(step)
      }
      try replayer.catchUp()
    } catch {
      replayProblem = error
      journal?.recorder.replayed(only: error.index)
    }
  }

  private func standStill() {
    endStretch()
    endJourney(hasArrived: false)
    pace = nil
    search = nil
    race = nil
    stop = nil
  }

  private func lookForBreakpoints(_ direction: BreakpointSearch.Direction) {
    stop = nil
    self.direction = direction
    if let timeline { journal?.startStretch(isBack: direction == .backwards, at: timeline.now) }
    search = timeline.flatMap {
      breakpoints.isActive || direction == .backwards ? BreakpointSearch(breakpoints, on: $0, direction) : nil
    }
  }

  // MARK: Recording

  private func record(_ event: RunEvent) {
    if let timeline { journal?.note(event, timeline) }
  }

  private func endStretch(hits: [Int] = []) {
    if let timeline { journal?.endStretch(timeline, hits: hits) }
  }

  /// Takes down how far a run has come that goes on by itself.
  public func save() {
    if let timeline { journal?.save(timeline) }
  }

  /// Gives the recorder what was computed so far, so that taking the run up is fast.
  public func keepCheckpoint() {
    save()
    if let history { journal?.keepCheckpoint(history) }
  }

  /// Takes down how the run stands: before another one, and at the end.
  public func leave() {
    standStill()
    guard let history else { return }
    journal?.leave(history.timeline)
    journal?.keepCheckpoint(history)
  }

  // MARK: Going on by itself

  /// Goes on at full speed for some iterations; stops playing at a breakpoint, and when a number is no
  /// longer a number.
  public func run(iterations: Int) {
    if isTravelling { return goOn(iterations: iterations) }
    // Twice as fast as this branch, so that one that begins far behind arrives.
    defer { history?.followOn(atMost: 2 * iterations) }
    guard let timeline else { return }
    if race != nil { return runRace(iterations) }
    if let outcome = search?.advance(iterations: iterations) { return heed(outcome) }
    let before = timeline.observations.count
    timeline.run(iterations: iterations)
    if timeline.observations.dropFirst(before).contains(where: \.stopsRun) {
      endStretch()
      pace = nil
    }
  }

  private func runRace(_ iterations: Int) {
    guard let history, let race else { return }
    if race.isUnderWay(on: history) { return race.advance(iterations: iterations, on: history) }
    endStretch()
    guard let change = self.race?.beginNext(on: history) else { return standStill() }
    record(.racer(branch: race.start.branch.number, at: race.start.moment, change.setup.settings))
    journal?.startStretch(isBack: false, at: history.timeline.now)
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
    if case .hit(let hits) = outcome { endStretch(hits: hits.map(\.id)) }
    standStill()
    stopCount += 1
    switch outcome {
    case .hit(let hits):
      history?.count(hits.map(\.id))
      stop = BreakpointStop(number: stopCount, hits: hits)
    case .reachedStart: stop = BreakpointStop(number: stopCount, hits: [])
    case .observed, .searching: break
    }
  }

  /// - Parameter mayTest: whether there is time to look at all samples.
  public func snapshot(mayTest: Bool = true) -> Snapshot? {
    var snapshot = history?.snapshot(request, !mayTest ? .last : pace == nil ? .now : .whenDue)
    snapshot?.stop = stop
    snapshot?.isOnTheWay = isTravelling
    return snapshot
  }
}
