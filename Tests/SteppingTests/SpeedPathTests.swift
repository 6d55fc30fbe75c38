import Datasets
import NeuralNet
import TensorMath
import Testing

@testable import Stepping

/// The fast path does what the steps do: the same bits, whichever way a moment is reached.
@Suite struct SpeedPathTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let layers: [(units: Int, activation: String)]
    let loss: String
    let optimizer: String
    let batchSize: Int
    let shuffles: Bool
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "single neuron, batch 1", layers: [(1, "linear")], loss: "binary-cross-entropy", optimizer: "sgd",
      batchSize: 1, shuffles: false),
    Case(
      name: "tanh, short last batch, shuffled", layers: [(8, "tanh"), (8, "tanh"), (1, "linear")],
      loss: "binary-cross-entropy", optimizer: "momentum", batchSize: 7, shuffles: true),
    Case(
      name: "sigmoid, full batch", layers: [(5, "sigmoid"), (1, "linear")], loss: "binary-cross-entropy",
      optimizer: "rmsprop", batchSize: 30, shuffles: true),
    Case(
      name: "ReLU, classes, Adam", layers: [(17, "relu"), (3, "linear")], loss: "softmax-cross-entropy",
      optimizer: "adam", batchSize: 8, shuffles: true),
  ]

  private func setup(_ one: Case, rate: Float = 0.05) throws -> TrainingSetup {
    var random = RandomSource(seed: 5, purpose: "speed path")
    let inputs = Tensor([30, 2], (0..<60).map { _ in random.normal() })
    let isBinary = one.loss == "binary-cross-entropy"
    let labels = (0..<30).map { _ in Float(random.integer(below: isBinary ? 2 : 3)) }
    let names = (0..<(isBinary ? 2 : 3)).map { "class \($0)" }
    let data = Dataset(
      name: "random", inputs: inputs, targets: Tensor(isBinary ? [30, 1] : [30], labels), featureNames: ["a", "b"],
      task: isBinary ? .binaryClassification(classNames: names) : .classification(classNames: names), source: "test")
    let layers = one.layers.enumerated().map {
      LayerDescription.dense("layer\($0 + 1)", units: $1.units, activation: $1.activation)
    }
    return try TrainingSetup(
      TrainingConfiguration(
        model: ModelDescription(inputCount: 2, layers: layers, loss: one.loss),
        optimizer: OptimizerDescription(one.optimizer), learningRate: rate, batchSize: one.batchSize,
        shuffles: one.shuffles, seed: 9),
      data: PreparedData(inOrder: data))
  }

  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

  @Test(arguments: cases)
  func steppedAndFastRunsHaveTheSameBits(_ one: Case) throws {
    let (fast, stepped) = (try TrainingMachine(setup(one)), try TrainingMachine(setup(one)))
    for iteration in 0..<40 {
      fast.runIteration()
      repeat { stepped.step() } while stepped.position < stepped.instructionCount
      #expect(fast.loss.bitPattern == stepped.loss.bitPattern, "loss of iteration \(iteration)")
      #expect(bits(fast.durableState()) == bits(stepped.durableState()), "state after iteration \(iteration)")
      #expect(fast.moment == stepped.moment && fast.batchSamples == stepped.batchSamples)
    }
  }

  @Test(arguments: cases)
  func anIterationFinishedFastAfterSomeStepsIsTheSame(_ one: Case) throws {
    let (fast, mixed) = (try TrainingMachine(setup(one)), try TrainingMachine(setup(one)))
    for iteration in 0..<20 {
      fast.runIteration()
      for _ in 0...iteration % (mixed.instructionCount - 1) { mixed.step() }
      mixed.runIteration()
      #expect(bits(fast.durableState()) == bits(mixed.durableState()), "iteration \(iteration)")
    }
  }

  /// Blocks of iterations record what single ones record, and end where they end.
  @Test(arguments: cases)
  func runningInBlocksRecordsTheSame(_ one: Case) throws {
    let (blocks, singles) = (try Timeline(setup(one)), try Timeline(setup(one)))
    blocks.run(iterations: 700)
    for _ in 0..<700 { singles.step(.iteration) }
    #expect(blocks.now == singles.now && blocks.end == singles.end)
    #expect(blocks.losses.spans == singles.losses.spans && blocks.losses.count == singles.losses.count)
    #expect(blocks.evaluations.points == singles.evaluations.points)
    #expect(bits(blocks.machine.durableState()) == bits(singles.machine.durableState()))
    #expect(blocks.keyframeCount == singles.keyframeCount)
    blocks.go(to: Moment(iteration: 123, position: 3))
    singles.go(to: Moment(iteration: 123, position: 3))
    #expect(bits(blocks.machine.durableState()) == bits(singles.machine.durableState()))
  }

  @Test func anInterventionInsideABlockIsReplayed() throws {
    let one = Self.cases[1]
    let line = try Timeline(setup(one))
    line.run(iterations: 100)
    line.intervene(.learningRate(0.2))
    line.run(iterations: 200)
    let end = bits(line.machine.durableState())
    line.go(to: .start)
    line.run(iterations: 300)
    #expect(bits(line.machine.durableState()) == end)
    #expect(line.losses.count == 300)
  }

  /// A loss that is not a number appears in the middle of a block: the run ends with that iteration.
  @Test func aBlockStopsAtTheFirstLossThatIsNotANumber() throws {
    let one = Self.cases[3]
    let line = try Timeline(setup(one, rate: 0.05))
    line.run(iterations: 20)
    line.intervene(.learningRate(3e38))
    let finished = line.run(iterations: 500)
    #expect(finished < 500)
    #expect(!line.machine.loss.isFinite)
    #expect(line.losses.count == line.completedIterations)
    #expect(line.notFinite.count == 1)

    let slow = try Timeline(setup(one, rate: 0.05))
    for _ in 0..<20 { slow.step(.iteration) }
    slow.intervene(.learningRate(3e38))
    while slow.notFinite.isEmpty || slow.machine.loss.isFinite { slow.step(.iteration) }
    #expect(slow.now == line.now)
    #expect(slow.notFinite.map(\.moment) == line.notFinite.map(\.moment))
    #expect(slow.notFinite.map(\.place) == line.notFinite.map(\.place))
  }

  @Test func anotherOptimizerConstantTakesEffectAtOnce() throws {
    let one = Self.cases[1]
    let (changed, plain) = (try Timeline(setup(one)), try Timeline(setup(one)))
    for line in [changed, plain] { line.run(iterations: 5) }
    changed.intervene(.optimizerConstants(OptimizerDescription("momentum", constants: ["momentum": 0.5])))
    for line in [changed, plain] { line.run(iterations: 1) }
    #expect(bits(changed.machine.durableState()) != bits(plain.machine.durableState()))
    changed.go(to: Moment(iteration: 4, position: changed.machine.instructionCount))
    changed.go(to: plain.now)
    #expect(bits(changed.machine.durableState()) != bits(plain.machine.durableState()))
  }
}
