import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Each observer on a run made to show what it looks for, whichever way one goes through it.
@Suite struct ObserverTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: Observation.Kind
    let iterations: Int
    let make: @Sendable () throws -> TrainingSetup
    var testDescription: String { "\(kind)" }
  }

  /// One neuron beyond the rest of its layer, or a layer with weights of one size.
  static func network(
    _ layers: [(String, Int, String)], rate: Float, optimizer: String = "sgd", initial: [String: [Float]] = [:],
    loss: String = "squared-error"
  ) throws -> TrainingSetup {
    let base = try Setups.plane()
    let model = ModelDescription(
      inputCount: 2, layers: layers.map { .dense($0.0, units: $0.1, activation: $0.2) }, loss: loss)
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, optimizer: OptimizerDescription(optimizer), learningRate: rate, batchSize: 8, seed: 7,
        initialValues: initial),
      data: base.data)
  }

  static let cases = [
    Case(kind: .deadUnits, iterations: 20) {
      try network(
        [("hidden1", 4, "relu"), ("output", 1, "linear")], rate: 0.01,
        initial: ["hidden1.bias": [0, -1000, 0, -1000]])
    },
    Case(kind: .saturatedUnits, iterations: 20) {
      try network(
        [("hidden1", 3, "tanh"), ("output", 1, "linear")], rate: 0.01, initial: ["hidden1.bias": [0, 50, 0]])
    },
    Case(kind: .divergence, iterations: 40) {
      try network([("output", 1, "linear")], rate: 0.1, initial: ["output.weight": [3, 3]])
    },
    Case(kind: .explodingGradient, iterations: 40) {
      try network([("output", 1, "linear")], rate: 0.1, initial: ["output.weight": [3, 3]])
    },
    Case(kind: .vanishingGradient, iterations: 20) {
      try network(
        (1...6).map { ("hidden\($0)", 3, "sigmoid") } + [("output", 1, "linear")], rate: 0.01)
    },
    Case(kind: .plateau, iterations: 400) {
      try network([("output", 1, "linear")], rate: 0, initial: ["output.weight": [1, -2]])
    },
  ]

  static let ways = ["run", "one run each", "iterations", "operations", "go"]

  static func observations(_ timeline: Timeline, _ way: String, _ iterations: Int) -> [Observation] {
    switch way {
    case "run": timeline.run(iterations: iterations)
    case "one run each": for _ in 0..<iterations { timeline.run(iterations: 1) }
    case "iterations": for _ in 0..<iterations { timeline.step(.iteration) }
    case "operations": while timeline.completedIterations < iterations { timeline.step(.operation) }
    default: timeline.go(to: timeline.end(ofIteration: iterations - 1))
    }
    return timeline.observations
  }

  @Test(arguments: cases) func isNotedOnceAndTheSameWhicheverWay(_ example: Case) throws {
    let setup = try example.make()
    let expected = Self.observations(try Timeline(setup), "run", example.iterations)
    let noted = expected.filter { $0.kind == example.kind }
    #expect(noted.count == 1, "\(expected)")
    for way in Self.ways.dropFirst() {
      #expect(Self.observations(try Timeline(setup), way, example.iterations) == expected, "\(way)")
    }
    // Going back and forth leaves it as it is; a change before it takes it back.
    let timeline = try Timeline(setup)
    timeline.run(iterations: example.iterations)
    timeline.go(to: .start)
    timeline.go(to: timeline.end(ofIteration: example.iterations - 1))
    #expect(timeline.observations == expected)
    timeline.go(to: .start)
    timeline.intervene(.learningRate(1e-6))
    #expect(timeline.observations == expected.filter { $0.moment == .start })
  }

  /// Going there shows the number that was noted.
  @Test(arguments: cases) func theMomentHasTheNumber(_ example: Case) throws {
    let timeline = try Timeline(example.make())
    timeline.run(iterations: example.iterations)
    let observation = try #require(timeline.observations.first { $0.kind == example.kind })
    timeline.go(to: observation.moment)
    #expect(timeline.now == .start || timeline.machine.isComputed(observation.address.slot))
    switch observation.kind {
    case .deadUnits: #expect(observation.value == 2 && observation.reference == 4)
    case .saturatedUnits:
      #expect(observation.value == 1 && observation.reference == 3)
      #expect(observation.place == "hidden1.output[0, 1]")
    case .divergence: #expect(observation.value > 2 * (observation.reference ?? .infinity))
    case .explodingGradient: #expect(observation.value > 100 * (observation.reference ?? .infinity))
    case .vanishingGradient: #expect(observation.place == "hidden1.sum.gradient[0, 0]")
    default: #expect(observation.value >= (observation.reference ?? .infinity) * 0.9999)
    }
  }

  /// A network that learns well has nothing to tell of.
  @Test func healthyRunsAreSilent() throws {
    for setup in [try Setups.iris(), try Setups.plane(), try Setups.xor(), try Setups.neuron()] {
      let timeline = try Timeline(setup)
      timeline.run(iterations: 300)
      #expect(timeline.observations.isEmpty, "\(timeline.observations)")
    }
  }

  /// What comes and goes is one episode; long after it is another.
  @Test func anEpisodeThatReturnsIsNotedAgain() throws {
    let timeline = try Timeline(Self.cases[0].make())
    timeline.run(iterations: 30)
    for cell in [1, 3] { timeline.intervene(.parameter(timeline.cell("hidden1.bias", cell), 0.5)) }
    timeline.run(iterations: 60)
    #expect(timeline.observations.filter { $0.kind == .deadUnits }.count == 1)
    for cell in [1, 3] { timeline.intervene(.parameter(timeline.cell("hidden1.bias", cell), -500)) }
    timeline.run(iterations: 30)
    #expect(timeline.observations.filter { $0.kind == .deadUnits }.count == 2)
  }
}

/// Norms and distributions through a run.
@Suite struct StatisticsTests {
  private func statistics(_ timeline: Timeline) throws -> StatisticsHistory {
    try #require(timeline.snapshot(SnapshotRequest(wantsStatistics: true)).statistics)
  }

  @Test func theNumbersAreThoseOfTheIteration() throws {
    let timeline = try Timeline(Setups.iris("adam"))
    timeline.run(iterations: 40)
    let history = try statistics(timeline)
    #expect(history.points.map(\.completedIterations) == timeline.evaluations.points.map(\.completedIterations))
    #expect(history.points[0].parameters.allSatisfy { $0.gradientNorm == nil && $0.updateRatio == nil })
    let machine = try TrainingMachine(Setups.iris("adam"))
    for point in history.points.dropFirst() {
      while machine.completedIterations < point.completedIterations { machine.step() }
      while machine.position < machine.instructionCount { machine.step() }
      for (parameter, found) in zip(machine.program.parameters, point.parameters) {
        let weights = machine.bound.view(of: parameter.slot).values
        let before = machine.bound.view(of: parameter.previous[0]).values
        let gradient = machine.bound.view(of: parameter.gradient).values
        #expect(found.slot == parameter.slot)
        #expect(isClose(found.weightNorm, norm(weights)) && isClose(found.gradientNorm, norm(gradient)))
        #expect(isClose(found.updateNorm, norm(zip(weights, before).map { $0 - $1 })))
        #expect(isClose(found.updateRatio, norm(zip(weights, before).map { $0 - $1 }) / norm(weights)))
        #expect(found.weights.smallest == weights.min() && found.weights.largest == weights.max())
        #expect(found.weights.counts.reduce(0, +) == UInt32(weights.count))
        #expect(abs(found.weights.share(from: -100, to: 100) - 1) < 1e-9)
        #expect(found.gradients?.largest == gradient.max())
      }
    }
  }

  private func norm(_ values: [Float]) -> Double { values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }

  private func isClose(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) <= 1e-5 * b + 1e-12 } ?? false }

  @Test func runAndStepGiveTheSame() throws {
    let setup = try Setups.xor()
    let (fast, slow) = (try Timeline(setup), try Timeline(setup))
    fast.run(iterations: 200)
    for _ in 0..<200 { slow.step(.iteration) }
    #expect(try statistics(fast).points == statistics(slow).points)
    fast.go(to: fast.end(ofIteration: 99))
    fast.intervene(.learningRate(0.01))
    #expect(try statistics(fast).points.allSatisfy { $0.completedIterations <= 100 })
    #expect(
      try statistics(fast).points.last?.completedIterations
        == slow.evaluations.points.last { $0.completedIterations <= 100 }?.completedIterations)
  }

  @Test func memoryIsBounded() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.run(iterations: 5000)
    let points = try statistics(timeline).points
    #expect(points.count <= 256 && points.count >= 100)
    #expect(points.first?.completedIterations == 0)
    let times = points.map(\.completedIterations)
    #expect(times == times.sorted() && times.last == timeline.evaluations.points.last?.completedIterations)
  }
}
