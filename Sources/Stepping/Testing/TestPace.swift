import Autodiff

/// When a test beside a run is due, and how much of it there may be.
///
/// What a test costs is bounded twice: it sees at most so many samples as ``mostWork`` allows, and while the run goes on
/// by itself the next test waits until the run has done several times the work that the last one took, so that looking
/// slows training by a fixed share at most; no clock is asked. Work is counted in multiply-adds.
struct TestPace {
  /// About a tenth of a second's work: all 10 000 test images of a LeNet-5.
  static let mostWork = 4_000_000_000
  private static let mostSamples = 10_000
  /// Training does at least so many times a test's work before the next one.
  private static let restFactor = 4
  /// What an instruction costs beside its multiply-adds, in multiply-adds: about a microsecond.
  private static let workPerInstruction = 20_000

  let machine: TrainingMachine

  /// Multiply-adds that one sample takes forwards: a third of what it takes in training.
  var workPerSample: Int { max(machine.program.multiplyAdds / (3 * max(machine.setup.batchSize, 1)), 1) }

  /// What a sample takes that runs through the network by itself, each instruction started for it alone.
  var workPerSingleSample: Int { workPerSample + machine.program.instructions.count / 3 * Self.workPerInstruction }

  /// How many samples a test sees at most.
  var mostSamples: Int { min(Self.mostSamples, max(Self.mostWork / workPerSample, 1)) }

  /// How many samples may go through the network one after the other.
  var mostSingleSamples: Int { min(Self.mostSamples, max(Self.mostWork / workPerSingleSample, 1)) }

  /// Whether another test may be made, the last one having taken so much work when so many iterations were completed.
  func isDue(_ freshness: Freshness, afterWork work: Int, at completedIterations: Int) -> Bool {
    guard freshness == .whenDue else { return freshness == .now }
    let iterations = abs(machine.completedIterations - completedIterations)
    return iterations * max(machine.program.multiplyAdds, 1) >= Self.restFactor * work
  }
}
