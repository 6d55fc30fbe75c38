/// A way through time: steps one after the other, from a moment or from where the run stands.
public struct Route: Hashable, Sendable {
  /// A step of one size, several times.
  public struct Steps: Hashable, Sendable {
    public let size: StepSize
    public let isBack: Bool
    public let count: Int

    public init(_ size: StepSize, isBack: Bool = false, count: Int = 1) {
      self.size = size
      self.isBack = isBack
      self.count = count
    }
  }

  /// Where it begins; nil when that is wherever the run stands.
  public let start: Moment?
  public let steps: [Steps]

  public init(from start: Moment? = nil, _ steps: [Steps] = []) {
    self.start = start
    self.steps = steps
  }

  /// The same way with more steps after it.
  public func appending(_ more: [Steps]) -> Route { Route(from: start, steps + more) }
}

extension Timeline {
  /// Goes a whole way. Where it leads is the same as with one step after the other.
  public func go(along route: Route) {
    var journey = Journey(route)
    while !journey.advance(iterations: .max, on: self) {}
  }
}
