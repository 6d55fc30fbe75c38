import Autodiff

/// After how many iterations a run is evaluated on all its samples: often at first, and in the long
/// run so seldom that it costs training a fiftieth of its time.
///
/// For 200 points of the plane in batches of 10, it is four times an epoch for the first 200 epochs;
/// for 640 pictures and 109 000 weights, four times in the first epoch, then at ever longer
/// distances, up to 25 epochs; for 60 000 pictures and LeNet-5, after one epoch, then ever more
/// seldom. It depends on sizes and not on a clock, so that two runs of one
/// configuration have the same points.
struct EvaluationSchedule: Hashable, Sendable, Codable {
  /// Iterations between two points at first; every later distance is this times a power of two.
  let first: Int
  /// Up to this iteration the first distance holds: what that costs is not noticed.
  let frequentUntil: Int
  /// The longest distance.
  let longest: Int

  /// The same distance throughout.
  init(interval: Int) {
    first = max(interval, 1)
    frequentUntil = .max
    longest = first
  }

  /// - Parameters:
  ///   - first: iterations between two points at first.
  ///   - iteration: about how long an iteration takes, in nanoseconds.
  ///   - evaluation: about how long an evaluation takes, in nanoseconds.
  init(first: Int, iteration: Double, evaluation: Double) {
    var first = max(first, 1)
    // An evaluation that makes one wait comes no sooner than as much time has gone into training.
    if evaluation > 250e6 { while Double(first) * iteration < evaluation { first *= 2 } }
    self.first = first
    // 20 ms of evaluations, spread over the first moments of a run.
    frequentUntil = Int(20e6 / evaluation) * first
    var interval = first
    while Double(interval) * iteration < 50 * evaluation, interval < 1 << 40 { interval *= 2 }
    longest = interval
  }

  /// For a program that is trained with so many samples in all.
  ///
  /// Measured on a Zen 4 core: 20 multiply-adds a nanosecond, 12 ns an instruction besides; a sample
  /// that is evaluated takes 30 ns for copies and metric. Off by a factor of two here or there, an
  /// evaluation still costs 1 to 4 percent.
  init(_ program: Program, batchSize: Int, batchesPerEpoch: Int, sampleCount: Int) {
    let products = Double(program.multiplyAdds)
    // The forward pass is about a third of the products.
    let perSample = products / Double(3 * max(batchSize, 1)) / 20 + 30
    self.init(
      first: batchesPerEpoch / 4, iteration: products / 20 + 12 * Double(program.instructions.count),
      evaluation: Double(sampleCount) * perSample + 10_000)
  }

  /// The distance between points around an iteration.
  func interval(at iterations: Int) -> Int {
    guard iterations > frequentUntil else { return first }
    // From the frequent ones on, the distance grows with what has passed: four points or more so far.
    var interval = first
    while interval < longest, interval * 8 <= iterations { interval *= 2 }
    return interval
  }
}
