import Autodiff
import NeuralNet
import Stepping
import Synchronization
import TensorMath
import Testing

/// What was recorded of a run, done again, gives the same run.
@Suite struct RunReplayTests {
  /// A run at which random things are done, with what was recorded of it.
  private func randomRun(
    _ setup: TrainingSetup, _ structures: [TrainingSetup], commands: Int, _ random: inout RandomSource
  ) throws -> (session: TrainerSession, tape: Tape) {
    let tape = Tape()
    let session = TrainerSession(recorder: tape)
    session.perform(.load(setup))
    for _ in 0..<commands {
      let timeline = try #require(session.timeline)
      for command in RandomCommands.next(timeline, structures, &random) {
        session.perform(command)
        if session.pace != nil { session.run(iterations: random.integer(below: 30)) }
      }
    }
    session.perform(.pause)
    return (session, tape)
  }

  private func replayed(
    _ setup: TrainingSetup, _ structures: [TrainingSetup], _ events: [RunEvent], _ checkpoint: RunCheckpoint? = nil
  ) throws -> TrainerSession {
    let session = TrainerSession()
    let replay = RunReplay(RandomCommands.steps(events, structures), checkpoint: checkpoint)
    session.perform(.load(setup, replay: replay))
    #expect(session.replayProblem == nil)
    return session
  }

  private func expectSame(_ session: TrainerSession, _ other: TrainerSession) throws {
    let (timeline, again) = (try #require(session.timeline), try #require(other.timeline))
    #expect(again.now == timeline.now)
    #expect(Bits(again).differences(from: Bits(timeline)) == [])
    let (snapshot, copy) = (try #require(session.snapshot()), try #require(other.snapshot()))
    #expect(copy.end == snapshot.end)
    #expect(copy.branches.map(\.id) == snapshot.branches.map(\.id))
    #expect(copy.branches.map(\.end) == snapshot.branches.map(\.end))
    #expect(copy.branches.map(\.isCurrent) == snapshot.branches.map(\.isCurrent))
    #expect(copy.interventions.map(\.change) == snapshot.interventions.map(\.change))
    #expect(copy.undoLabel?.english == snapshot.undoLabel?.english)
    #expect(copy.redoLabel?.english == snapshot.redoLabel?.english)
    #expect(copy.breakpoints == snapshot.breakpoints)
    #expect(copy.observations.map(\.kind) == snapshot.observations.map(\.kind))
    #expect(copy.evaluations.points == snapshot.evaluations.points)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func everythingRecordedGivesTheSameRun(_ seed: UInt64) throws {
    let setup = try seed.isMultiple(of: 2) ? Setups.neuron("adam") : Setups.xor("rmsprop")
    let structures = try StructureTests.variants(of: setup).map(\.setup)
    var random = RandomSource(seed: seed, purpose: "replay")
    let (session, tape) = try randomRun(setup, structures, commands: 150, &random)
    #expect(tape.events.count > 100)
    let copy = try replayed(setup, structures, tape.events)
    try expectSame(session, copy)
    // And both go on alike: back through the changes, undone one by one.
    for _ in 0..<40 {
      let command: TrainerCommand = random.integer(below: 3) == 0 ? .undo : .stepBack(.iteration)
      session.perform(command)
      copy.perform(command)
      let (timeline, again) = (try #require(session.timeline), try #require(copy.timeline))
      #expect(again.now == timeline.now && Bits(again) == Bits(timeline))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func aCheckpointSavesTimeAndNothingElse(_ seed: UInt64) throws {
    let setup = try Setups.iris("adam")
    let structures = try StructureTests.variants(of: setup).map(\.setup)
    var random = RandomSource(seed: seed, purpose: "checkpoint")
    let (session, tape) = try randomRun(setup, structures, commands: 60, &random)
    session.leave()
    let checkpoint = try #require(tape.checkpoint)
    // What came after the checkpoint is replayed on top of it.
    for _ in 0..<5 { session.perform(.step(.iteration)) }
    let copy = try replayed(setup, structures, tape.events, checkpoint)
    try expectSame(session, copy)
    for _ in 0..<25 {
      session.perform(.stepBack(.iteration))
      copy.perform(.stepBack(.iteration))
      let (timeline, again) = (try #require(session.timeline), try #require(copy.timeline))
      #expect(again.now == timeline.now && Bits(again) == Bits(timeline))
    }
  }

  @Test func aCheckpointKeepsFromComputing() throws {
    let setup = try Setups.neuron("adam")
    let tape = Tape()
    let session = TrainerSession(recorder: tape)
    session.perform(.load(setup))
    session.perform(.play(.fullSpeed))
    session.run(iterations: 60_000)
    session.perform(.pause)
    session.leave()
    let timeline = try #require(session.timeline)
    let copy = TrainerSession()
    let replay = RunReplay(RandomCommands.steps(tape.events, []), checkpoint: tape.checkpoint)
    copy.perform(.load(setup, replay: replay))
    let again = try #require(copy.timeline)
    #expect(Bits(again) == Bits(timeline))
    // Had it run from the start, it would have as many keyframes as the first did.
    #expect(again.keyframeCount < 5 && timeline.keyframeCount > 10)
    #expect(again.losses.count == timeline.losses.count)
    #expect(again.losses.spans == timeline.losses.spans)
    for completed in [59_000, 1234, 0, 40_000] {
      timeline.go(toIteration: completed)
      again.go(toIteration: completed)
      #expect(Bits(again) == Bits(timeline))
    }
  }

  @Test func checksTellWhatIsThere() throws {
    let setup = try Setups.neuron("adam")
    let tape = Tape()
    let session = TrainerSession(recorder: tape)
    session.perform(.load(setup))
    for _ in 0..<200 { session.perform(.step(.operation)) }
    let checks = tape.events.compactMap { event in
      if case .check(let check) = event { check } else { nil }
    }
    #expect(checks.count == 3)
    var replayer = RunReplayer(try RunHistory(setup))
    for event in tape.events {
      let found = try replayer.perform(RunReplay.Step(event))
      if case .check(let check) = event { #expect(found == check) }
    }
    // One weight, one bit further: another check.
    var other = RunReplayer(try RunHistory(try Setups.changing(setup) { $0.learningRate = $0.learningRate.nextUp }))
    for event in tape.events {
      let found = try other.perform(RunReplay.Step(event))
      if case .check(let check) = event { #expect(found != check && check.difference(from: found ?? check) < 1e-3) }
    }
  }

  @Test func whatCannotBeDoneIsSaidAndNothingMoreIsDone() throws {
    let setup = try Setups.neuron()
    let wrong: [RunEvent] = [
      .go(to: Moment(stage: 1, iteration: 0, position: 1)), .go(to: Moment(iteration: 0, position: 999)),
      .go(to: Moment(iteration: -1, position: 1)), .go(to: Moment(iteration: 1 << 50, position: 1)),
      .term(isBack: false, to: Moment(iteration: 0, position: 2, progress: TermProgress(cell: 99_999, terms: 1))),
      .edit(cell: "nobody[0]", value: 1), .edit(cell: "unit.weight[0, 9]", value: 1),
      .edit(cell: "unit.weight[0, 0]", value: .nan), .edit(cell: "unit.sum[0, 0]", value: 1), .learningRate(-1),
      .learningRate(.nan), .optimizerConstants(OptimizerDescription("adam")), .structure(["x"]), .restart([]), .undo,
      .redo, .switchBranch(7), .renameBranch(3, "x"), .dropBranch(1),
      .ran(isBack: false, to: Moment(iteration: 3, position: 0), hits: []),
    ]
    for event in wrong {
      let tape = Tape()
      let session = TrainerSession(recorder: tape)
      // A term is looked at only where the run comes to stand.
      let steps = [RunEvent.step(.iteration), event] + (event.isTerm ? [] : [.step(.iteration)])
      session.perform(.load(setup, replay: RunReplay(steps.map { RunReplay.Step($0) })))
      let problem = try #require(session.replayProblem, "\(event)")
      #expect(problem.index == 1 || (problem.index > 1 && event.isTerm), "\(event)")
      #expect(tape.kept == problem.index)
    }
  }

  @Test func whatRunsIsTakenDownAsFarAsItCame() throws {
    let tape = Tape()
    let session = TrainerSession(recorder: tape)
    session.perform(.load(try Setups.neuron()))
    session.perform(.play(.fullSpeed))
    session.run(iterations: 7)
    #expect(tape.events.isEmpty)
    session.save()
    #expect(tape.events == [.ran(isBack: false, to: try #require(session.timeline).end(ofIteration: 6), hits: [])])
    session.save()
    #expect(tape.events.count == 1)
    session.run(iterations: 3)
    session.perform(.breakpoints(BreakpointSet(["iteration == 20"])))
    session.run(iterations: 100)
    #expect(session.pace == nil)
    #expect(tape.events.count == 4)
    guard case .ran(false, _, [1]) = tape.events.last else {
      Issue.record("found \(String(describing: tape.events.last))")
      return
    }
  }
}

extension RunEvent {
  fileprivate var isTerm: Bool { if case .term = self { true } else { false } }
}

/// Takes everything down in memory.
final class Tape: RunRecorder {
  private let state = Mutex(State())

  private struct State {
    var events: [RunEvent] = []
    var checkpoint: RunCheckpoint?
    var kept: Int?
    var summaries: [RunSummary] = []
  }

  var events: [RunEvent] { state.withLock { $0.events } }
  var checkpoint: RunCheckpoint? { state.withLock { $0.checkpoint } }
  var kept: Int? { state.withLock { $0.kept } }
  var summaries: [RunSummary] { state.withLock { $0.summaries } }

  func begin(log: Int) {}
  func record(_ event: RunEvent) { state.withLock { $0.events.append(event) } }
  func replayed(only count: Int) { state.withLock { $0.kept = count } }
  func keep(_ checkpoint: RunCheckpoint) { state.withLock { $0.checkpoint = checkpoint } }
  func leave(_ summary: RunSummary) { state.withLock { $0.summaries.append(summary) } }
}

/// What a learner may do, by chance.
enum RandomCommands {
  /// Which of the structures a setup is; what stands in the events.
  private static func tagged(_ structures: [TrainingSetup], _ index: Int) -> TrainingSetup {
    var setup = structures[index]
    setup.settings = ["structure=\(index)"]
    return setup
  }

  static func steps(_ events: [RunEvent], _ structures: [TrainingSetup]) -> [RunReplay.Step] {
    events.map { event in
      switch event {
      case .structure(let settings), .restart(let settings):
        let index = settings.first.flatMap { Int($0.dropFirst("structure=".count)) } ?? 0
        let label = BilingualText("structure \(index)", zh: "结构 \(index)")
        return RunReplay.Step(event, network: StructureChange(tagged(structures, index), label: label))
      default: return RunReplay.Step(event)
      }
    }
  }

  /// One command, or more where it starts something that runs.
  static func next(
    _ timeline: Timeline, _ structures: [TrainingSetup], _ random: inout RandomSource
  ) -> [TrainerCommand] {
    let size = StepSize.allCases[random.integer(below: 5)]
    let index = random.integer(below: structures.count)
    let label = BilingualText("structure \(index)", zh: "结构 \(index)")
    switch random.integer(below: 26) {
    case 0...3: return [.step(size)]
    case 4...6: return [.stepBack(size)]
    case 7: return [.step(.term)]
    case 8: return [.stepBack(.term)]
    case 9, 10: return [.goToIteration(random.integer(below: 40))]
    case 11, 12: return [.play(.fullSpeed)]
    case 13: return [.play(.fullSpeed), .pause]
    case 14:
      let parameters = timeline.program.slots.filter { $0.role == .parameter }
      let slot = parameters[random.integer(below: parameters.count)]
      let cell = CellAddress(slot.id, cell: random.integer(below: slot.shape.count))
      return [.intervene(.parameter(cell, random.uniform(-1, 1)))]
    case 15, 16: return [.intervene(.learningRate(random.uniform(0.001, 0.2)))]
    case 17: return [.intervene(.structure(StructureChange(tagged(structures, index), label: label)))]
    case 18: return [.undo]
    case 19: return [.redo]
    case 20: return [.switchBranch(BranchID(1 + random.integer(below: 4)))]
    case 21: return [.dropBranch(BranchID(1 + random.integer(below: 4)))]
    case 22: return [.renameBranch(BranchID(1 + random.integer(below: 3)), "branch \(random.integer(below: 9))")]
    case 23:
      return [.breakpoints(BreakpointSet(random.integer(below: 2) == 0 ? [] : ["iteration > 12", "loss > 9"]))]
    case 24: return [random.integer(below: 2) == 0 ? .continueForwards : .continueBackwards]
    default: return random.integer(below: 3) == 0 ? [.restart(tagged(structures, index), label: label)] : [.undo]
    }
  }
}
