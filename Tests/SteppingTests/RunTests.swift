import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Running at full speed, batches and epochs.
@Suite struct RunTests {
  /// `run` is `step` in a loop: the same bits, losses and evaluations.
  @Test(arguments: OptimizerCatalog.names)
  func runningIsStepping(_ optimizer: String) throws {
    let setup = try Setups.plane(optimizer)
    let (running, byIteration, byOperation) = (try Timeline(setup), try Timeline(setup), try Timeline(setup))
    running.run(iterations: 75)
    for _ in 0..<75 { byIteration.step(.iteration) }
    while byOperation.now < running.now { byOperation.step(.operation) }
    let machine = try TrainingMachine(setup)
    for _ in 0..<75 { machine.runIteration() }
    #expect(Bits(running) == Bits(byIteration))
    #expect(Bits(running) == Bits(byOperation))
    #expect(running.now == byIteration.now && running.now == byOperation.now)
    #expect(running.losses.spans == byOperation.losses.spans && running.losses.count == 75)
    #expect(running.evaluations.points == byIteration.evaluations.points)
    #expect(running.evaluations.points == byOperation.evaluations.points)
    for slot in running.program.slots where slot.isDurable {
      #expect(machine.bound.view(of: slot.id).values == running.values(slot.name), "\(slot.name)")
    }
    #expect(machine.optimizer.name == optimizer)
  }

  @Test func runsFromTheMiddleOfAnIterationFinishIt() throws {
    let (timeline, straight) = (try Timeline(Setups.xor()), try Timeline(Setups.xor()))
    timeline.go(to: Moment(iteration: 2, position: 5))
    #expect(timeline.run(iterations: 4) == 4)
    #expect(timeline.now == timeline.end(ofIteration: 5))
    straight.run(iterations: 6)
    #expect(Bits(timeline) == Bits(straight))
    #expect(timeline.run(iterations: 0) == 0 && timeline.run(iterations: -3) == 0)
    #expect(timeline.now == timeline.end(ofIteration: 5))
  }

  @Test func looksInBetweenChangeNothing() throws {
    let (looked, straight) = (try Timeline(Setups.iris()), try Timeline(Setups.iris()))
    for _ in 0..<40 {
      looked.step(.operation)
      _ = looked.snapshot(
        SnapshotRequest(explain: looked.cell("hidden1.sum", 2), wantsPredictions: true))
    }
    straight.go(to: looked.now)
    #expect(Bits(looked) == Bits(straight))
  }

  // MARK: Batches

  private func tenSamples(batch: Int, rate: Float, shuffles: Bool = false, only rows: Range<Int>? = nil) throws
    -> TrainingSetup
  {
    var random = RandomSource(seed: 6)
    let inputs = (0..<30).map { _ in random.normal() }
    let targets = (0..<10).map { _ in random.normal() }
    let rows = rows ?? 0..<10
    let data = Dataset(
      name: "ten", inputs: Tensor([rows.count, 3], Array(inputs[3 * rows.lowerBound..<3 * rows.upperBound])),
      targets: Tensor([rows.count, 1], Array(targets[rows])), featureNames: ["a", "b", "c"],
      task: .regression(targetName: "y"), source: "test")
    return try Setups.setup(
      [("hidden", 4, "tanh"), ("output", 1, "linear")], "squared-error", PreparedData(inOrder: data), "sgd", rate,
      batch: batch, shuffles: shuffles)
  }

  /// Ten samples in batches of four: 4, 4 and 2. Without learning, each epoch has the same gradients.
  @Test func aShortBatchDoesNotLeakIntoTheNextEpoch() throws {
    let timeline = try Timeline(tenSamples(batch: 4, rate: 0))
    var gradients: [[[Float]]] = []
    for iteration in 0..<6 {
      timeline.go(to: timeline.end(ofIteration: iteration))
      #expect(timeline.machine.batchSamples.count == [4, 4, 2][iteration % 3])
      gradients.append(["hidden.weight", "hidden.bias", "output.weight"].map { timeline.values("\($0).gradient") })
    }
    for iteration in 0..<3 { #expect(gradients[iteration] == gradients[iteration + 3]) }
    #expect(gradients[0] != gradients[1] && gradients[1] != gradients[2])
  }

  /// The short batch's loss and gradients are the means over its own two samples.
  @Test func aShortBatchIsABatchOfItsOwnSize() throws {
    let timeline = try Timeline(tenSamples(batch: 4, rate: 0))
    timeline.go(to: timeline.end(ofIteration: 2))
    let alone = try Timeline(tenSamples(batch: 4, rate: 0, only: 8..<10))
    alone.step(.iteration)
    #expect(timeline.values("loss") == alone.values("loss"))
    for name in ["hidden.weight.gradient", "output.weight.gradient", "output.bias.gradient", "hidden.sum"] {
      #expect(timeline.values(name) == alone.values(name), "\(name)")
    }
    #expect(timeline.program.slot(named: "hidden.sum")?.shape == [2, 4])
  }

  @Test func batchesLargerThanTheDataAreTheData() throws {
    let setup = try tenSamples(batch: 64, rate: 0.1)
    #expect(setup.batchSize == 10)
    let timeline = try Timeline(setup)
    #expect(timeline.machine.batchesPerEpoch == 1)
    timeline.step(.epoch)
    #expect(timeline.now == timeline.end(ofIteration: 0))
    #expect(timeline.values("features").count == 30)
  }

  @Test func everyEpochShowsAllSamplesInANewOrder() throws {
    let timeline = try Timeline(tenSamples(batch: 4, rate: 0.1, shuffles: true))
    func epoch(_ number: Int) -> [Int32] {
      (0..<3).flatMap { batch in
        timeline.go(to: Moment(iteration: 3 * number + batch, position: 1))
        #expect(timeline.machine.epoch == number)
        return Array(timeline.machine.batchSamples)
      }
    }
    let orders = (0..<6).map(epoch)
    for order in orders { #expect(order.sorted() == Array(0..<10)) }
    #expect(Set(orders).count == 6)
    // Visited again, in another order.
    for number in [4, 0, 5, 2] { #expect(epoch(number) == orders[number]) }
  }

  /// What is loaded are the samples that the order names.
  @Test func loadedRowsAreTheBatchsSamples() throws {
    let setup = try tenSamples(batch: 4, rate: 0.1, shuffles: true)
    let timeline = try Timeline(setup)
    for iteration in 0..<7 {
      timeline.go(to: Moment(iteration: iteration, position: 1))
      let samples = timeline.machine.batchSamples.map(Int.init)
      #expect(timeline.values("features") == samples.flatMap { Array(setup.data.train.example($0)) })
      #expect(timeline.values("targets") == samples.map { setup.data.train.targets[$0] })
    }
  }

  /// The loss of a network as a whole agrees with the same computed by the predictor.
  @Test func evaluationIsTheLossOfAllSamples() throws {
    let timeline = try Timeline(tenSamples(batch: 10, rate: 0.1))
    timeline.run(iterations: 3)
    let point = try #require(timeline.evaluations.points.last)
    #expect(point.completedIterations == 3 && point.test == nil)
    timeline.step(.iteration)
    // The next iteration's loss is of the parameters that the evaluation saw.
    #expect(abs(point.train.loss - Double(timeline.machine.loss)) < 1e-6)
  }
}
