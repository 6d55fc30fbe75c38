import TensorMath

/// The loss of every iteration, in bounded memory: as many buckets as fit, each with the smallest,
/// largest, mean and last loss of a run of iterations, so that no spike is ever lost. When the
/// buckets run out, neighbors merge.
public struct LossHistory: Sendable, Codable {
  public struct Bucket: Hashable, Sendable, Codable {
    public var smallest = Float.infinity
    public var largest = -Float.infinity
    public var sum = 0.0
    public var last = Float.nan
    public var count = 0
    /// How many losses were not numbers; they are in none of the fields above.
    public var notFinite = 0

    public init() {}

    public var mean: Double { count == 0 ? .nan : sum / Double(count) }

    @inline(__always)
    mutating func add(_ loss: Float) {
      if loss.isFinite {
        smallest = loss < smallest ? loss : smallest
        largest = loss > largest ? loss : largest
        sum += Double(loss)
        count += 1
      } else {
        notFinite += 1
      }
      last = loss
    }
  }

  public private(set) var buckets: [Bucket] = []
  /// Iterations a bucket covers.
  public private(set) var width = 1
  /// Iterations recorded.
  public private(set) var count = 0
  public let capacity: Int

  public init(capacity: Int = 2048) {
    precondition(capacity >= 2 && capacity.isMultiple(of: 2), "an even number of buckets, found \(capacity)")
    self.capacity = capacity
    buckets.reserveCapacity(capacity)
  }

  @inline(__always)
  mutating func append(_ loss: Float) {
    if count == buckets.count * width {
      if buckets.count == capacity { merge() }
      buckets.append(Bucket())
    }
    buckets[count / width].add(loss)
    count += 1
  }

  /// The losses of consecutive iterations, the same as one after the other. A bucket is taken out
  /// once for all of its losses.
  mutating func append(contentsOf losses: View, from first: Int) {
    var next = first
    while next < losses.count {
      append(losses[next])
      next += 1
      let last = buckets.count - 1
      var bucket = buckets[last]
      let end = min(losses.count, next + buckets.count * width - count)
      count += max(end - next, 0)
      while next < end {
        bucket.add(losses[next])
        next += 1
      }
      buckets[last] = bucket
    }
  }

  private mutating func merge() {
    for index in 0..<capacity / 2 {
      var first = buckets[2 * index]
      let second = buckets[2 * index + 1]
      first.smallest = min(first.smallest, second.smallest)
      first.largest = max(first.largest, second.largest)
      first.sum += second.sum
      first.last = second.last
      first.count += second.count
      first.notFinite += second.notFinite
      buckets[index] = first
    }
    buckets.removeLast(capacity / 2)
    width *= 2
  }

  /// Forgets what comes after the first `iterations`. Of a bucket that straddles them nothing is
  /// kept, since it may hold forgotten losses: it begins anew, with fewer losses than it has room for.
  mutating func truncate(to iterations: Int) {
    guard iterations < count else { return }
    buckets.removeLast(buckets.count - iterations / width)
    if !iterations.isMultiple(of: width) { buckets.append(Bucket()) }
    count = iterations
  }

  /// The iteration a bucket begins at.
  public func iteration(ofBucket index: Int) -> Int { index * width }
}

/// Loss and metric on all training and all test samples, after some number of iterations.
public struct EvaluationPoint: Hashable, Sendable, Codable {
  public let completedIterations: Int
  public let train: Score
  /// Nil when every sample is trained on.
  public let test: Score?

  /// How well the network does on one part of the data.
  public struct Score: Hashable, Sendable, Codable {
    /// Mean data loss, without penalties.
    public let loss: Double
    /// Accuracy for classes, R² for numbers.
    public let metric: Double

    public init(loss: Double, metric: Double) {
      self.loss = loss
      self.metric = metric
    }
  }

  public init(completedIterations: Int, train: Score, test: Score?) {
    self.completedIterations = completedIterations
    self.train = train
    self.test = test
  }
}

/// Evaluations through a run, in bounded memory: they come `interval` iterations apart or, where the
/// schedule says so, further. When there are too many, every second is forgotten and the interval
/// doubles, but for the first ones: what a run does early is what is looked for later.
public struct EvaluationHistory: Sendable, Codable {
  public private(set) var points: [EvaluationPoint] = []
  public private(set) var interval: Int
  public let capacity: Int
  private let schedule: EvaluationSchedule
  /// Up to this iteration nothing is forgotten.
  private var detailedUntil = 0

  public init(interval: Int, capacity: Int = 2048) {
    self.init(EvaluationSchedule(interval: interval), capacity: capacity)
  }

  init(_ schedule: EvaluationSchedule, capacity: Int = 2048) {
    self.schedule = schedule
    interval = schedule.first
    self.capacity = capacity
  }

  private func distance(at iterations: Int) -> Int {
    iterations <= detailedUntil
      ? schedule.interval(at: iterations) : max(interval, schedule.interval(at: iterations))
  }

  /// Whether a point belongs after this many iterations.
  func isDue(after iterations: Int) -> Bool {
    iterations.isMultiple(of: distance(at: iterations)) && (points.last?.completedIterations ?? -1) < iterations
  }

  /// How many more iterations it takes at least until a point may be due.
  func iterationsUntilDue(after iterations: Int) -> Int {
    let distance = distance(at: iterations)
    return distance - iterations % distance
  }

  mutating func append(_ point: EvaluationPoint) {
    points.append(point)
    guard points.count > capacity else { return }
    if detailedUntil == 0 { detailedUntil = points[capacity / 2].completedIterations }
    interval *= 2
    points.removeAll {
      $0.completedIterations > detailedUntil && !$0.completedIterations.isMultiple(of: interval)
    }
  }

  mutating func truncate(to iterations: Int) {
    while let last = points.last, last.completedIterations > iterations { points.removeLast() }
  }
}
