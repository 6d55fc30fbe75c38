/// All parameters after some number of iterations, with the loss there.
public struct StatisticsPoint: Hashable, Sendable, Codable {
  public let completedIterations: Int
  /// Mean data loss over the training samples.
  public let trainLoss: Double
  /// In the order of the program's parameters.
  public let parameters: [ParameterStatistics]

  /// The norm of all gradients together; nil before the first iteration.
  public var gradientNorm: Double? {
    var sum = 0.0
    for parameter in parameters {
      guard let norm = parameter.gradientNorm else { return nil }
      sum += norm * norm
    }
    return sum.squareRoot()
  }
}

/// Statistics through a run, in bounded memory: at the points where the run is evaluated. When there
/// are too many, every second is forgotten, and from then on every second of those that come.
public struct StatisticsHistory: Sendable, Codable {
  public private(set) var points: [StatisticsPoint] = []
  public let capacity: Int
  /// Of how many points that come one is kept.
  private var stride = 1
  /// Points that came since the last that was kept for good.
  private var pending = 0

  public init(capacity: Int = 256) {
    precondition(capacity >= 4, "at least four points, found \(capacity)")
    self.capacity = capacity
  }

  /// The last point always stays until the next comes, so that the end of the run is in sight.
  mutating func append(_ point: StatisticsPoint) {
    if pending > 0 { points.removeLast() }
    points.append(point)
    pending = (pending + 1) % stride
    guard points.count > capacity else { return }
    points = points.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    stride *= 2
    pending = 0
  }

  mutating func truncate(to iterations: Int) {
    let before = points.count
    while let last = points.last, last.completedIterations > iterations { points.removeLast() }
    if points.count < before { pending = 0 }
  }
}
