/// Where a run stops by itself: a condition, or a place in the program, which is the condition
/// `at hidden1.sum`.
public struct Breakpoint: Hashable, Sendable {
  /// Its number in the list, from 1; it keeps it as long as it is there.
  public let id: Int
  /// The condition as it was written.
  public var condition: String
  public var isOn: Bool
  /// How many times the run has stopped here.
  public internal(set) var hitCount: Int

  public init(id: Int, _ condition: String, isOn: Bool = true, hitCount: Int = 0) {
    self.id = id
    self.condition = condition
    self.isOn = isOn
    self.hitCount = hitCount
  }
}

/// A breakpoint that the run has come to, and the numbers that made its condition true.
public struct BreakpointHit: Hashable, Sendable {
  public let id: Int
  public let condition: String
  /// Right after the instruction that made it true.
  public let moment: Moment
  public let readings: [Reading]

  /// A number that the condition reads.
  public struct Reading: Hashable, Sendable {
    /// `norm(hidden1.weight.gradient)`
    public let name: String
    public let value: Double
  }
}

/// Why a run that went on by itself stands still.
public struct BreakpointStop: Hashable, Sendable {
  /// Counts the stops, so that two at the same breakpoint are told apart.
  public let number: Int
  /// The breakpoints that were hit; none when a search backwards has come to the start.
  public let hits: [BreakpointHit]
}
