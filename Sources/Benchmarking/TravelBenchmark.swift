public import Stepping
import TensorMath

/// How long a step back takes, far from where a run has got to.
public struct TravelBenchmark: Sendable {
  /// Milliseconds of single steps back, each from a random moment of the last iterations, an iteration or
  /// an operation long in turn.
  public let steps: [Double]
  public let iterations: Int
  public let keyframeBytes: Int

  /// - Parameters:
  ///   - iterations: how far the run goes, and how far back the moments lie.
  ///   - count: steps measured.
  public static func measure(_ setup: TrainingSetup, iterations: Int, count: Int) throws(SetupError) -> TravelBenchmark
  {
    let timeline = try Timeline(setup)
    timeline.run(iterations: iterations)
    var random = RandomSource(seed: 1, purpose: "travel benchmark")
    let clock = ContinuousClock()
    let steps = (0..<count).map { index in
      timeline.go(to: Moment(iteration: random.integer(below: iterations), position: timeline.machine.instructionCount))
      let start = clock.now
      timeline.stepBack(index.isMultiple(of: 2) ? .iteration : .operation)
      return (clock.now - start) / .milliseconds(1)
    }
    return TravelBenchmark(steps: steps, iterations: iterations, keyframeBytes: timeline.keyframeBytes)
  }

  public var table: String {
    let sorted = steps.sorted()
    guard let worst = sorted.last else { return "" }
    func short(_ number: Double) -> String { "\((number * 1000).rounded() / 1000)" }
    let mebibytes = short(Double(keyframeBytes) / 1_048_576)
    return """
      one step back, \(steps.count) random moments of \(iterations) iterations
      median        \(short(sorted[sorted.count / 2])) ms    at most 50 ms
      worst         \(short(worst)) ms    at most 200 ms
      keyframes     \(mebibytes) MiB    budget 64 MiB
      """
  }
}
