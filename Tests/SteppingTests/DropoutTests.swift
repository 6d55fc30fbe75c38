import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Dropout: masks drawn anew in every iteration, the same ones whenever it is gone to.
@Suite struct DropoutTests {
  private func setup(_ rate: Float) throws -> TrainingSetup {
    try Setups.changing(Setups.iris("adam")) { $0.model.dropout = rate }
  }

  @Test func masksAreZeroOrEnlarge() throws {
    let machine = try TrainingMachine(setup(0.4))
    var silenced = 0
    var all = 0
    for _ in 0..<200 {
      machine.runIteration()
      let mask = try #require(machine.program.slot(named: "hidden1.dropout.mask"))
      let values = machine.bound.view(of: mask.id).values
      #expect(values.allSatisfy { $0 == 0 || $0 == 1 / (1 - 0.4) })
      silenced += values.count { $0 == 0 }
      all += values.count
    }
    // 0.4 within four standard deviations.
    #expect(abs(Double(silenced) / Double(all) - 0.4) < 4 * (0.24 / Double(all)).squareRoot())
  }

  @Test func outputsAreMasked() throws {
    let timeline = try Timeline(setup(0.5))
    timeline.run(iterations: 1)
    let output = zip(timeline.values("hidden1.output"), timeline.values("hidden1.dropout.mask")).map { $0 * $1 }
    #expect(timeline.values("hidden1.dropout.output") == output)
    #expect(timeline.values("output.output").count > 0 && timeline.program.slot(named: "output.dropout.mask") == nil)
  }

  /// Other numbers in every iteration, in every layer, for every seed; the same again for the same.
  @Test func drawsDependOnIterationLayerAndSeed() throws {
    let setup = try setup(0.5)
    func draws(_ iteration: Int, _ layer: String, seed: UInt64 = 7) throws -> [Float] {
      let timeline = try Timeline(Setups.changing(setup) { $0.seed = seed })
      timeline.go(to: timeline.end(ofIteration: iteration))
      return timeline.values("\(layer).dropout.random")
    }
    let first = try draws(4, "hidden2")
    #expect(first.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(try draws(4, "hidden2") == first)
    #expect(try draws(5, "hidden2") != first)
    #expect(try draws(4, "hidden2", seed: 8) != first)
    #expect(try draws(4, "hidden1").prefix(4) != first.prefix(4))
  }

  /// Running, stepping and going back: the same bits.
  @Test func everyMomentReplaysToTheSameBits() throws {
    let setup = try setup(0.3)
    let stepped = try TrainingMachine(setup)
    while stepped.completedIterations < 9 { stepped.step() }
    let timeline = try Timeline(setup, keyframeBudget: 0)
    timeline.run(iterations: 30)
    timeline.go(to: timeline.end(ofIteration: 8))
    let differences = Bits(timeline).differences(from: Bits(stepped))
    #expect(differences.isEmpty, "\(differences)")
  }

  /// What is evaluated and predicted is the whole network.
  @Test func evaluationDropsNothing() throws {
    let (dropping, whole) = (try setup(0.9), try setup(0))
    let machine = try TrainingMachine(dropping)
    func score(_ setup: TrainingSetup) throws -> EvaluationPoint.Score? {
      let predictor = try Predictor(setup)
      predictor.adopt(machine)
      return predictor.score(setup.data.train)
    }
    #expect(try score(dropping) == score(whole))
  }

  /// As a layer of a lesson's own, on the input too.
  @Test func aLayerOfItsOwn() throws {
    let setup = try Setups.changing(Setups.iris()) {
      $0.model.layers.insert(LayerDescription(type: "dropout", name: "noise", settings: ["rate": "0.25"]), at: 0)
    }
    let timeline = try Timeline(setup)
    timeline.run(iterations: 3)
    #expect(timeline.values("noise.mask").contains(0) && timeline.machine.loss.isFinite)
    #expect(timeline.unexplained.isEmpty)
    #expect(throws: SetupError.self) {
      try Setups.changing(setup) { $0.model.layers[0].settings["rate"] = "1" }
    }
  }

  /// Smoothed labels are for training: evaluations compare with the labels as they are.
  @Test func smoothingIsForTrainingOnly() throws {
    let plain = try Setups.iris()
    let smooth = try Setups.changing(plain) { $0.model.labelSmoothing = 0.2 }
    let machine = try TrainingMachine(plain)
    let other = try TrainingMachine(smooth)
    machine.runIteration()
    other.runIteration()
    #expect(machine.loss != other.loss)
    let predictors = (try Predictor(plain), try Predictor(smooth))
    predictors.0.adopt(machine)
    predictors.1.adopt(machine)
    #expect(predictors.0.score(plain.data.train) == predictors.1.score(plain.data.train))
  }
}
