import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Running statistics of batch normalization: part of the run, followed at the end of an iteration, explained, and what
/// predictions are made with.
@Suite struct RunningStatisticTests {
  @Test func theyFollowTheBatchAndSayHow() throws {
    let machine = try TrainingMachine(Setups.images())
    for _ in 0..<3 { machine.runIteration() }
    repeat { machine.step() } while machine.position < machine.instructionCount
    let program = machine.program
    func values(_ name: String) throws -> [Float] {
      machine.bound.view(of: try #require(program.slot(named: name)).id).values
    }
    let (old, mean) = (try values("norm1.running_mean.previous"), try values("norm1.mean"))
    for (cell, now) in try values("norm1.running_mean").enumerated() {
      #expect(abs(now - (0.9 * old[cell] + 0.1 * mean[cell])) < 1e-7)
    }
    // 5 images of 36 pixels: 180 numbers, unbiased by 180/179.
    let (before, variance) = (try values("norm1.running_variance.previous"), try values("norm1.variance"))
    for (cell, now) in try values("norm1.running_variance").enumerated() {
      #expect(abs(now - (0.9 * before[cell] + 0.1 * 180 / 179 * variance[cell])) < 2e-7)
    }
    let slot = try #require(program.slot(named: "norm1.running_variance"))
    let expansion = try #require(machine.expansion(of: CellAddress(slot.id, cell: 1)))
    #expect(expansion.terms.map { $0.factors.count } == [2, 3])
    #expect(abs(expansion.sum - Double(try values("norm1.running_variance")[1])) < 1e-6)
    #expect(machine.explanation(of: CellAddress(slot.id, cell: 1)).formula == RunningStatistic.formula)
  }

  @Test func goingBackRestoresThem() throws {
    let timeline = try Timeline(Setups.images())
    timeline.run(iterations: 4)
    let program = timeline.program
    let slot = try #require(program.slot(named: "norm1.running_mean")).id
    func bits() -> [UInt32] { timeline.machine.bound.view(of: slot).values.map(\.bitPattern) }
    let after = bits()
    timeline.stepBack(.iteration)
    let before = bits()
    #expect(before != after)
    timeline.step(.iteration)
    #expect(bits() == after)
    for _ in 0..<2 { timeline.stepBack(.operation) }
    #expect(bits() == before, "the two statistics are the last that an iteration does")
    #expect(timeline.machine.expansion(of: CellAddress(slot, cell: 0)) == nil)
  }

  /// Evaluations and predictions take the running statistics and no batch's: a sample's prediction is the same whatever
  /// stands beside it.
  @Test func predictionsTakeThem() throws {
    let setup = try Setups.images()
    let machine = try TrainingMachine(setup)
    for _ in 0..<30 { machine.runIteration() }
    let predictor = try Predictor(setup)
    predictor.adopt(machine)
    let features = setup.data.train.inputs.values
    let together = predictor.predictions(features: features)
    let alone = predictor.predictions(features: Array(features.prefix(36)))
    #expect(zip(together, alone).allSatisfy { abs($0 - $1) < 1e-6 })
    let program = try setup.compiler.predictionProgram(batchSize: 1)
    #expect(program.slot(named: "norm1.mean") == nil)
    #expect(program.slot(named: "norm1.normalized")?.shape == [1, 3, 6, 6])
  }

  @Test func aTransplantKeepsThem() throws {
    let setup = try Setups.images()
    let timeline = try Timeline(setup)
    timeline.run(iterations: 5)
    func values(_ name: String) throws -> [Float] {
      timeline.machine.bound.view(of: try #require(timeline.program.slot(named: name)).id).values
    }
    let (variance, mean) = (try values("norm1.running_variance"), try values("norm1.running_mean"))
    let kernel = try values("conv1.kernel")
    timeline.intervene(
      .structure(try StructureTests.changed(setup) { $0.model.layers[0].settings["kernels"] = "4" }))
    #expect(try values("norm1.running_variance") == variance + [1])
    #expect(try values("norm1.running_mean") == mean + [0])
    #expect(try Array(values("conv1.kernel").prefix(27)) == kernel)
  }
}
