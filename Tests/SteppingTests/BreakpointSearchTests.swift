import Autodiff
import Stepping
import TensorMath
import Testing

/// What a search finds is what somebody finds who steps through every instruction and looks.
@Suite struct BreakpointSearchTests {
  /// The numbers of a moment, as a test asks for them.
  struct Numbers {
    let moment: Moment
    let epoch: Int
    let values: [String: [Float]]
    let test: Double

    func callAsFunction(_ name: String, _ cell: Int = 0) -> Double { Double(values[name]?[cell] ?? .nan) }
    func all(_ name: String) -> [Double] { (values[name] ?? []).map(Double.init) }
  }

  /// A condition, and the same in Swift.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let reads: [String]
    let isEvent: Bool
    let isTrue: @Sendable (Numbers, Numbers?) -> Bool
    var testDescription: String { text }

    init(
      _ text: String, reads: [String], isEvent: Bool = false, _ isTrue: @escaping @Sendable (Numbers, Numbers?) -> Bool
    ) {
      self.text = text
      self.reads = reads
      self.isEvent = isEvent
      self.isTrue = isTrue
    }
  }

  static let cases: [Case] = [
    Case("loss > 0.5", reads: ["loss"]) { now, _ in now("loss") > 0.5 },
    Case("0.85 < loss and loss <= 1.0", reads: ["loss"]) { now, _ in 0.85 < now("loss") && now("loss") <= 1 },
    Case("not (loss < 0.9) or epoch == 3", reads: ["loss"]) { now, _ in !(now("loss") < 0.9) || now.epoch == 3 },
    Case("loss rises above 0.5", reads: ["loss"], isEvent: true) { now, before in
      before.map { $0("loss") <= 0.5 } == true && now("loss") > 0.5
    },
    Case("loss * 2 - 1 changes sign", reads: ["loss"], isEvent: true) { now, before in
      before.map { ($0("loss") * 2 - 1 < 0) != (now("loss") * 2 - 1 < 0) } == true
    },
    Case("data_loss < 0.8", reads: ["loss.data"]) { now, _ in now("loss.data") < 0.8 },
    Case("epoch == 2", reads: ["time"]) { now, _ in now.epoch == 2 },
    Case("iteration >= 3 and iteration != 7", reads: ["time"]) { now, _ in
      now.moment.iteration >= 3 && now.moment.iteration != 7
    },
    Case("epoch changes", reads: ["time"], isEvent: true) { now, before in before.map { $0.epoch != now.epoch } == true
    },
    Case("at hidden2.sum", reads: ["hidden2.sum"], isEvent: true) { _, _ in true },
    Case("at output.weight and epoch == 1", reads: ["output.weight", "time"], isEvent: true) { now, _ in
      now.epoch == 1 && now.moment.position > 1
    },
    Case("norm(hidden1.weight.grad) > 0.2", reads: ["hidden1.weight.gradient"]) { now, _ in
      now.all("hidden1.weight.gradient").reduce(0) { $0 + $1 * $1 }.squareRoot() > 0.2
    },
    Case("hidden1.weight.gradient[0,0] < 0", reads: ["hidden1.weight.gradient"]) { now, _ in
      now("hidden1.weight.gradient") < 0
    },
    Case("hidden1.weight[0,0] changes", reads: ["hidden1.weight"], isEvent: true) { now, before in
      before.map { $0("hidden1.weight") != now("hidden1.weight") } == true
    },
    Case("hidden2.bias[3] changes sign", reads: ["hidden2.bias"], isEvent: true) { now, before in
      before.map { ($0("hidden2.bias", 3) < 0) != (now("hidden2.bias", 3) < 0) } == true
    },
    Case("output.bias[0] falls below output.bias[1]", reads: ["output.bias"], isEvent: true) { now, before in
      before.map { $0("output.bias") >= $0("output.bias", 1) } == true && now("output.bias") < now("output.bias", 1)
    },
    Case("max(hidden1.output) > 2 and loss < 1.1", reads: ["hidden1.output", "loss"]) { now, _ in
      (now.all("hidden1.output").max() ?? 0) > 2 && now("loss") < 1.1
    },
    Case("max(abs(output.output)) > 0.9", reads: ["output.output"]) { now, _ in
      (now.all("output.output").map { abs($0) }.max() ?? 0) > 0.9
    },
    Case("min(hidden2.output) < -0.9 or mean(hidden2.output) > 0.1", reads: ["hidden2.output"]) { now, _ in
      let all = now.all("hidden2.output")
      return (all.min() ?? 0) < -0.9 || all.reduce(0, +) / Double(all.count) > 0.1
    },
    Case("hidden1.weight[0,0] > output.bias[2]", reads: ["hidden1.weight", "output.bias"]) { now, _ in
      now("hidden1.weight") > now("output.bias", 2)
    },
    Case("sum(output.bias) / 3 >= -abs(learning_rate)", reads: ["output.bias", "time"]) { now, _ in
      now.all("output.bias").reduce(0, +) / 3 >= -0.02
    },
    Case("test_loss < 0.7", reads: ["evaluation"]) { now, _ in now.test < 0.7 },
    Case("test_loss < loss", reads: ["evaluation", "loss"]) { now, _ in now.test < now("loss") },
    Case("1 < 2", reads: ["time"]) { _, _ in true },
    // The last batch of an epoch has no such row.
    Case("features[30, 0] > 0", reads: ["features"]) { now, _ in now("features", 120) > 0 },
  ]

  static let iterations = 26

  /// Hits found by stepping through every instruction.
  static func hits(_ test: Case, _ setup: TrainingSetup) throws -> [Moment] {
    let timeline = try Timeline(setup)
    let program = timeline.program
    var hits: [Moment] = []
    var (before, wasTrue): (Numbers?, Bool) = (nil, false)
    let last = timeline.end(ofIteration: iterations - 1)
    // Parameters are there from the start.
    let isThere = test.reads.allSatisfy { name in program.slot(named: name)?.isDurable ?? (name == "time") }
    if isThere, test.isEvent { before = numbers(timeline) }
    while timeline.now < last {
      timeline.step(.operation)
      let now = timeline.now
      let written = program.instructions[now.position - 1].writes.map { program[$0].name }
      let isEvaluated =
        now.position == program.instructions.count
        && timeline.evaluations.points.last?.completedIterations == now.iteration + 1
      let isDue =
        !Set(written).isDisjoint(with: test.reads) || test.reads.contains("time") && now.position == 1
        || test.reads.contains("evaluation") && isEvaluated
      let isComplete = test.reads.allSatisfy { name in
        program.slot(named: name).map { timeline.machine.isComputed($0.id) } ?? true
      }
      guard isDue, isComplete else { continue }
      let found = numbers(timeline)
      if test.reads == ["features"], found.all("features").count <= 120 { continue }
      let isTrue = test.isTrue(found, before)
      if isTrue, test.isEvent || !wasTrue { hits.append(now) }
      (before, wasTrue) = (found, isTrue)
    }
    return hits
  }

  static func numbers(_ timeline: Timeline) -> Numbers {
    var values: [String: [Float]] = [:]
    for slot in timeline.program.slots where timeline.machine.isComputed(slot.id) {
      values[slot.name] = timeline.machine.bound.view(of: slot.id).values
    }
    let completed = timeline.machine.completedIterations
    let point = timeline.evaluations.points.last { $0.completedIterations <= completed }
    return Numbers(
      moment: timeline.now, epoch: timeline.machine.epoch, values: values, test: point?.test?.loss ?? .nan)
  }

  static func setup() throws -> TrainingSetup { try Setups.iris(l2: 0.01) }

  /// Where repeated searches stop, forwards from the start and back from the end.
  static func stops(
    _ conditions: [String], on timeline: Timeline, _ direction: BreakpointSearch.Direction, slice: Int,
    checking: (Moment) throws -> Void = { _ in }
  ) throws -> [Moment] {
    let set = BreakpointSet(conditions)
    let last = timeline.end(ofIteration: iterations - 1)
    var stops: [Moment] = []
    while true {
      var search = BreakpointSearch(set, on: timeline, direction)
      var outcome = BreakpointSearch.Outcome.searching
      while outcome == .searching, direction == .backwards || timeline.now <= last {
        outcome = search.advance(iterations: slice)
      }
      guard case .hit = outcome, direction == .backwards || timeline.now <= last else { return stops }
      stops.append(timeline.now)
      try checking(timeline.now)
    }
  }

  @Test(arguments: cases, [1, 5, 64]) func forwardsAndBackFindWhatSteppingFinds(_ test: Case, slice: Int) throws {
    let setup = try Self.setup()
    let expected = try Self.hits(test, setup)
    #expect(!expected.isEmpty)
    let timeline = try Timeline(setup)
    #expect(try Self.stops([test.text], on: timeline, .forwards, slice: slice) == expected)
    timeline.go(to: timeline.end(ofIteration: Self.iterations))
    // The last moment itself is not before it.
    let back = try Self.stops([test.text], on: timeline, .backwards, slice: slice)
    #expect(back.filter { $0 <= timeline.end(ofIteration: Self.iterations - 1) } == expected.reversed())
    #expect(timeline.now == .start)
  }

  @Test func manyAtOnceAreTheirUnion() throws {
    let setup = try Self.setup()
    let chosen = Self.cases.filter { $0.reads != ["time"] && !$0.text.contains("changes") }
    let expected = try Set(chosen.flatMap { try Self.hits($0, setup) }).sorted()
    let timeline = try Timeline(setup)
    #expect(try Self.stops(chosen.map(\.text), on: timeline, .forwards, slice: 7) == expected)
    timeline.go(to: timeline.end(ofIteration: Self.iterations))
    let back = try Self.stops(chosen.map(\.text), on: timeline, .backwards, slice: 7)
    #expect(
      back.filter { $0 < timeline.end(ofIteration: Self.iterations) }.suffix(expected.count) == expected.reversed()[...]
    )
  }

  @Test(arguments: ["loss > 0.5", "norm(hidden1.weight.grad) > 0.2", "at hidden1.output.gradient", "epoch changes"])
  func bitsAreThoseOfARunThatOnlyWentForwards(_ condition: String) throws {
    let setup = try Self.setup()
    let timeline = try Timeline(setup)
    let check = { (moment: Moment) throws in
      #expect(try Bits(timeline).differences(from: TravelTests.straight(setup, [], to: moment)) == [])
    }
    let there = try Self.stops([condition], on: timeline, .forwards, slice: 4, checking: check)
    timeline.go(to: timeline.end(ofIteration: Self.iterations))
    let back = try Self.stops([condition], on: timeline, .backwards, slice: 4, checking: check)
    #expect(!there.isEmpty && !back.isEmpty)
  }

  /// What is passed at full speed is what is found when every look is taken: a second breakpoint that
  /// never triggers forces that.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func randomConditionsFindTheSameEitherWay(seed: UInt64) throws {
    var random = RandomWords(seed: seed)
    let setup = try Self.setup()
    let fast = try Timeline(setup)
    let slow = try Timeline(setup)
    for _ in 0..<25 {
      let condition = Self.randomCondition(&random)
      fast.go(to: .start)
      slow.go(to: .start)
      let found = try Self.stops([condition], on: fast, .forwards, slice: 16)
      let looked = try Self.stops([condition, "hidden1.weight[0,0] > 1e30"], on: slow, .forwards, slice: 3)
      #expect(found == looked, "\(condition)")
    }
  }

  static func randomCondition(_ random: inout RandomWords) -> String {
    func number() -> String {
      random.pick([
        "loss", "loss", "iteration", "epoch", "test_loss", "train_accuracy", "0.9", "1", "3", "abs(loss - 1)", "-loss",
        "0.5",
        "loss * 10", "loss / 0.5", "iteration / 4",
      ])
    }
    func comparison() -> String { "\(number()) \(random.pick(["<", ">", "<=", ">=", "==", "!="])) \(number())" }
    func event() -> String {
      "\(number()) \(random.pick(["changes", "changes sign", "rises above 0.5", "falls below 0.45", "rises above 5"]))"
    }
    return (0...random.below(3)).map { index in
      (index == 0 ? "" : random.pick(["and ", "or "])) + random.pick(["", "not ", ""])
        + (random.below(4) == 0 ? "(\(event()))" : "(\(comparison()))")
    }.joined(separator: " ")
  }

  // MARK: Numbers that are none

  @Test(arguments: ["huge", "largest", "slow", "neuron"], [1, 64]) func nanGoesToTheCause(_ name: String, slice: Int)
    throws
  {
    let setup = try ObservationTests.setup(name)
    let (cause, place) = try #require(try ObservationTests.cause(setup))
    let timeline = try Timeline(setup)
    var search = BreakpointSearch(BreakpointSet(["nan"]), on: timeline, .forwards)
    var outcome = BreakpointSearch.Outcome.searching
    while outcome == .searching { outcome = search.advance(iterations: slice) }
    guard case .hit(let hits) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(timeline.now == cause && hits[0].moment == cause)
    #expect(hits[0].readings.map(\.name) == [place])
    #expect(try Bits(timeline) == TravelTests.straight(setup, [], to: cause))
    // From later on, back to it.
    timeline.run(iterations: 30)
    search = BreakpointSearch(BreakpointSet(["nan"]), on: timeline, .backwards)
    outcome = .searching
    while outcome == .searching { outcome = search.advance(iterations: slice) }
    #expect(timeline.now == cause)
  }

  @Test func withoutABreakpointThereItStopsAsARunDoes() throws {
    let timeline = try Timeline(ObservationTests.setup("slow"))
    var search = BreakpointSearch(BreakpointSet(["epoch == 1000"]), on: timeline, .forwards)
    var outcome = BreakpointSearch.Outcome.searching
    while outcome == .searching { outcome = search.advance(iterations: 50) }
    #expect(outcome == .observed)
    let cause = try #require(timeline.observations.first { $0.kind == .notFinite }).moment
    #expect(timeline.now == timeline.end(ofIteration: cause.iteration))
    // Asked again, it goes on: the learner has seen it. From before, it stops there again.
    search = BreakpointSearch(BreakpointSet(["epoch == 1000"]), on: timeline, .forwards)
    #expect(search.advance(iterations: 50) == .searching)
    timeline.go(to: .start)
    search = BreakpointSearch(BreakpointSet(["norm(hidden1.weight) < 0"]), on: timeline, .forwards)
    outcome = .searching
    while outcome == .searching { outcome = search.advance(iterations: 50) }
    #expect(outcome == .observed && timeline.now == timeline.end(ofIteration: cause.iteration))
  }

  /// Among other conditions, `nan` is looked at after every instruction, and comes to the same cause.
  @Test(arguments: ["huge", "slow"]) func nanMayBeAPartOfACondition(_ name: String) throws {
    let setup = try ObservationTests.setup(name)
    let (cause, _) = try #require(try ObservationTests.cause(setup))
    let timeline = try Timeline(setup)
    var search = BreakpointSearch(BreakpointSet(["nan and epoch >= 0"]), on: timeline, .forwards)
    var outcome = BreakpointSearch.Outcome.searching
    while outcome == .searching { outcome = search.advance(iterations: 20) }
    guard case .hit = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(timeline.now == cause)
  }

  @Test func oneValueThatIsNoneIsLookedFor() throws {
    let timeline = try Timeline(ObservationTests.setup("slow"))
    let set = BreakpointSet(["nan(hidden1.output)", "nan(loss)"])
    var search = BreakpointSearch(set, on: timeline, .forwards)
    var outcome = BreakpointSearch.Outcome.searching
    while outcome == .searching { outcome = search.advance(iterations: 50) }
    guard case .hit = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let values = timeline.values("hidden1.output") + timeline.values("loss")
    #expect(values.contains { !$0.isFinite })
  }

  // MARK: Changes by hand

  @Test func aChangeByHandIsSeenAtTheNextLook() throws {
    let timeline = try Timeline(Self.setup())
    timeline.go(to: timeline.end(ofIteration: 4))
    timeline.intervene(.parameter(timeline.cell("hidden1.weight"), 9))
    var search = BreakpointSearch(BreakpointSet(["hidden1.weight[0,0] < 5"]), on: timeline, .backwards)
    guard case .hit = search.advance(iterations: 100) else {
      Issue.record("not found going back")
      return
    }
    #expect(timeline.now == Moment(iteration: 0, position: timeline.position(of: "hidden1.weight")))
    timeline.go(to: timeline.end(ofIteration: 2))
    search = BreakpointSearch(BreakpointSet(["hidden1.weight[0,0] > 5"]), on: timeline, .forwards)
    guard case .hit(let hits) = search.advance(iterations: 100) else {
      Issue.record("not found")
      return
    }
    #expect(hits[0].moment == Moment(iteration: 5, position: timeline.position(of: "hidden1.weight")))
    #expect((hits[0].readings.first?.value ?? 0) > 5)
  }
}
