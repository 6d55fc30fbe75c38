public import Stepping

/// How fast one workload ran: several runs of a second or more, on one thread.
public struct BenchmarkRun: Sendable {
  public let workload: String
  /// Steps per second of each run.
  public let runs: [Double]
  /// The losses of the first ten steps, so that anyone can see that the same work was done.
  public let firstLosses: [Float]

  public var median: Double { runs.sorted()[runs.count / 2] }

  /// Times whole iterations, as the workbench runs them.
  ///
  /// - Parameters:
  ///   - runCount: an odd number, so that the median is one of the runs.
  ///   - seconds: the least length of a run.
  public static func measure(
    _ workload: String, _ setup: TrainingSetup, runCount: Int = 5, seconds: Double = 1
  ) throws(SetupError) -> BenchmarkRun {
    let first = try TrainingMachine(setup)
    var losses: [Float] = []
    for _ in 0..<10 {
      first.runIteration()
      losses.append(first.loss)
    }
    let machine = try TrainingMachine(setup)
    var runs: [Double] = []
    let clock = ContinuousClock()
    // One uncounted run warms caches and finds how many steps go between two looks at the clock.
    var stride = 1
    for run in 0...runCount {
      let start = clock.now
      var steps = 0
      var elapsed = Duration.zero
      let length: Duration = run == 0 ? .milliseconds(200) : .seconds(seconds)
      while elapsed < length {
        for _ in 0..<stride { machine.runIteration() }
        steps += stride
        elapsed = clock.now - start
        if run == 0, elapsed < .milliseconds(20) { stride *= 2 }
      }
      if run > 0 { runs.append(Double(steps) / (elapsed / .seconds(1))) }
    }
    return BenchmarkRun(workload: workload, runs: runs, firstLosses: losses)
  }
}
