/// Time since it was made.
public struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  public init() {}

  public var milliseconds: Double { start.duration(to: .now) / .milliseconds(1) }
}
