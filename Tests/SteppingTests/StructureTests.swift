import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Changes of structure in the middle of a run.
@Suite struct StructureTests {
  /// A setup with something changed in its configuration.
  static func changed(_ setup: TrainingSetup, _ change: (inout TrainingConfiguration) -> Void) throws -> StructureChange
  {
    var configuration = setup.configuration
    change(&configuration)
    return StructureChange(
      try TrainingSetup(configuration, data: setup.data), label: BilingualText("changed", zh: "已改"))
  }

  static func hidden(_ units: Int) -> LayerDescription { .dense("hidden1", units: units, activation: "tanh") }

  /// Everything that may change: layers, units, batches, loss, penalties, optimizer, seed.
  static func variants(of setup: TrainingSetup) throws -> [StructureChange] {
    let output = setup.configuration.model.layers.suffix(1)
    return [
      try changed(setup) { $0.model.layers = [hidden(3)] + output },
      try changed(setup) { $0.model.layers = [hidden(5), .dense("hidden2", units: 2, activation: "relu")] + output },
      try changed(setup) { $0.model.layers = Array(output) }, try changed(setup) { $0.batchSize = 7 },
      try changed(setup) { $0.batchSize = 1 << 20 }, try changed(setup) { $0.model.l2 = 0.01 },
      try changed(setup) { $0.optimizer = OptimizerDescription("momentum") }, try changed(setup) { $0.seed = 99 },
      try changed(setup) { $0.shuffles = false },
    ]
  }

  /// The network as it is, put in once more: batches, the optimizer's averages and its t go on.
  @Test(arguments: [0, 7, 30, 61])
  func theSameStructureGoesOnWithTheSameBits(_ iteration: Int) throws {
    for setup in [try Setups.neuron("adam"), try Setups.xor("rmsprop"), try Setups.iris()] {
      let straight = try Timeline(setup)
      straight.go(to: straight.end(ofIteration: iteration + 60))
      let timeline = try Timeline(setup)
      timeline.go(to: iteration == 0 ? .start : timeline.end(ofIteration: iteration))
      timeline.intervene(.structure(try Self.changed(setup) { _ in }))
      #expect(timeline.now == Moment(stage: 1, iteration: iteration == 0 ? 0 : iteration + 1, position: 0))
      timeline.run(iterations: iteration + 61 - timeline.completedIterations)
      #expect(timeline.completedIterations == straight.completedIterations)
      #expect(timeline.machine.epoch == straight.machine.epoch)
      #expect(Bits(timeline) == Bits(straight), "\(Bits(timeline).differences(from: Bits(straight)))")
      #expect(timeline.losses.spans.count == straight.losses.spans.count)
    }
  }

  @Test func unitsThatStayKeepTheirWeights() throws {
    let setup = try Setups.xor("adam")
    let timeline = try Timeline(setup)
    timeline.run(iterations: 20)
    let (weight, bias, out) = (
      timeline.values("hidden1.weight"), timeline.values("hidden1.bias"), timeline.values("output.weight")
    )
    timeline.intervene(.structure(try Self.changed(setup) { $0.model.layers[0] = Self.hidden(6) }))
    // [2, 4] became [2, 6]: each row keeps its first four numbers.
    #expect(timeline.values("hidden1.weight")[0..<4] == weight[0..<4])
    #expect(timeline.values("hidden1.weight")[6..<10] == weight[4..<8])
    #expect(timeline.values("hidden1.bias")[0..<4] == bias[0..<4])
    #expect(timeline.values("output.weight")[0..<4] == out[0..<4])
    // The new ones are first weights, and the averages begin anew.
    let fresh = try TrainingMachine(try Self.changed(setup) { $0.model.layers[0] = Self.hidden(6) }.setup)
    let first = fresh.bound.view(of: try #require(fresh.program.slot(named: "hidden1.weight")).id).values
    #expect(timeline.values("hidden1.weight")[4..<6] == first[4..<6])
    #expect(timeline.values("hidden1.weight.m").allSatisfy { $0 == 0 })
    #expect(timeline.machine.updateStep.number == 1)
    let transplant = try #require(timeline.transplant)
    #expect(transplant.partlyKept == ["hidden1.weight", "hidden1.bias", "output.weight"])
    #expect(transplant.kept == ["output.bias"] && transplant.initialized.isEmpty && !transplant.keepsOptimizerStates)
    // And back to four: the two are gone, the others as they are now.
    timeline.run(iterations: 5)
    let trained = timeline.values("output.weight")
    timeline.intervene(.structure(try Self.changed(setup) { _ in }))
    #expect(timeline.values("output.weight")[...] == trained[0..<4])
  }

  @Test func anotherSeedDrawsAllWeightsAnew() throws {
    let setup = try Setups.xor("adam")
    let timeline = try Timeline(setup)
    timeline.run(iterations: 20)
    let other = try Self.changed(setup) { $0.seed = 99 }
    timeline.intervene(.structure(other))
    #expect(timeline.transplant?.initialized.count == 4)
    let machine = try TrainingMachine(other.setup)
    #expect(
      timeline.values("hidden1.weight")
        == machine.bound.view(of: try #require(machine.program.slot(named: "hidden1.weight")).id).values)
    #expect(timeline.completedIterations == 20)
  }

  /// Features are known by their names.
  @Test func rowsFollowTheirFeatures() throws {
    func setup(_ features: [String]) throws -> TrainingSetup {
      let data = try Setups.prepared(
        DataSelection(dataset: "penguins", features: features, classes: ["Adelie", "Gentoo"], seed: 3))
      return try Setups.setup([("unit", 1, "linear")], "binary-cross-entropy", data, "sgd", 0.1, batch: 16)
    }
    let timeline = try Timeline(try setup(["bill_length_mm", "bill_depth_mm"]))
    timeline.run(iterations: 9)
    let weight = timeline.values("unit.weight")
    let other = try setup(["flipper_length_mm", "bill_depth_mm", "bill_length_mm"])
    timeline.intervene(.structure(StructureChange(other, label: BilingualText("features", zh: "特征"))))
    let rows = timeline.setup.data.train.featureNames
    let kept = timeline.values("unit.weight")
    #expect(kept[try #require(rows.firstIndex(of: "bill_length_mm"))] == weight[0])
    #expect(kept[try #require(rows.firstIndex(of: "bill_depth_mm"))] == weight[1])
    #expect(timeline.transplant?.partlyKept == ["unit.weight"])
  }

  /// Another order of batches begins with an epoch; epochs are counted on.
  @Test func epochsAreCountedOn() throws {
    let setup = try Setups.xor()
    let timeline = try Timeline(setup)
    let perEpoch = timeline.machine.batchesPerEpoch
    #expect(perEpoch == 4)
    timeline.run(iterations: 2 * perEpoch + 1)
    timeline.intervene(.structure(try Self.changed(setup) { $0.batchSize = 40 }))
    #expect(timeline.machine.epoch == 3 && timeline.machine.batchesPerEpoch == 1)
    timeline.step(.epoch)
    #expect(timeline.now == Moment(stage: 1, iteration: 9, position: timeline.program.instructions.count))
    timeline.step(.operation)
    #expect(timeline.machine.epoch == 4)
    timeline.stepBack(.epoch)
    timeline.stepBack(.epoch)
    #expect(timeline.now == Moment(stage: 1, iteration: 9, position: 0))
    timeline.stepBack(.epoch)
    #expect(timeline.now == timeline.end(ofIteration: 2 * perEpoch - 1))
    #expect(timeline.machine.epoch == 1)
  }

  /// Steps of every size pass over the change the same way back as forwards.
  @Test(arguments: StepSize.allCases, [0, 3, 9])
  func stepsPassOverTheChangeBothWays(_ size: StepSize, _ position: Int) throws {
    let setup = try Setups.xor("adam")
    let timeline = try Timeline(setup)
    timeline.go(to: position == 0 ? timeline.end(ofIteration: 6) : Moment(iteration: 7, position: position))
    timeline.intervene(.structure(try Self.changed(setup) { $0.model.layers[0] = Self.hidden(3) }))
    let start = timeline.now
    timeline.run(iterations: 9)
    timeline.go(to: timeline.end(ofIteration: size == .epoch ? 2 : 5))
    if size == .epoch { timeline.go(to: timeline.previous(.epoch, before: timeline.now)) }
    var passed = [(timeline.now, Bits(timeline))]
    while timeline.now <= start || passed.count < 10 {
      timeline.step(size)
      passed.append((timeline.now, Bits(timeline)))
      guard passed.count < 3000 else { break }
    }
    #expect(passed.contains { $0.0 == start })
    for (moment, bits) in passed.dropLast().reversed() {
      timeline.stepBack(size)
      #expect(timeline.now == moment)
      #expect(Bits(timeline) == bits)
    }
  }
}
