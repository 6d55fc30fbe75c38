import NeuralNet
import Stepping
import TensorMath
import Testing

/// The learning rate in force, iteration by iteration.
@Suite struct ScheduleTests {
  private func setup() throws -> TrainingSetup {
    try Setups.changing(Setups.neuron("sgd")) {
      $0.schedule = ScheduleDescription("step", constants: ["every": 3, "factor": 0.5], warmUp: 2)
    }
  }

  @Test func updatesGoByTheRateInForce() throws {
    let timeline = try Timeline(setup())
    for factor: Float in [0.5, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25] {
      let before = timeline.values("unit.weight")
      timeline.run(iterations: 1)
      #expect(timeline.machine.learningRateInForce == 0.1 * factor)
      #expect(timeline.machine.updateStep.learningRate == 0.1 * factor)
      let gradients = timeline.values("unit.weight.gradient")
      for (cell, after) in timeline.values("unit.weight").enumerated() {
        #expect(abs(after - (before[cell] - 0.1 * factor * gradients[cell])) < 1e-7)
      }
      #expect(timeline.unexplained.isEmpty)
    }
  }

  @Test func everyWayLeadsToTheSameBits() throws {
    let stepped = try TrainingMachine(setup())
    while stepped.completedIterations < 7 { stepped.step() }
    let timeline = try Timeline(setup(), keyframeBudget: 0)
    timeline.run(iterations: 40)
    timeline.go(to: timeline.end(ofIteration: 6))
    #expect(Bits(timeline).differences(from: Bits(stepped)).isEmpty)
    #expect(timeline.snapshot(SnapshotRequest()).learningRateInForce == 0.05)
  }

  /// Turning the rate keeps the schedule.
  @Test func aTurnedRateIsScheduledToo() throws {
    let timeline = try Timeline(setup())
    timeline.run(iterations: 6)
    timeline.intervene(.learningRate(0.4))
    timeline.run(iterations: 1)
    #expect(timeline.machine.learningRate == 0.4 && timeline.machine.learningRateInForce == 0.2)
    let before = timeline.values("unit.weight.previous")
    let gradients = timeline.values("unit.weight.gradient")
    for (cell, after) in timeline.values("unit.weight").enumerated() {
      #expect(abs(after - (before[cell] - 0.2 * gradients[cell])) < 1e-7)
    }
  }
}
