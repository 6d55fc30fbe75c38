/// The breakpoints of a run, in the order in which they were made.
///
/// As text, a line each: `on loss > 2`, `off at hidden1.sum`.
public struct BreakpointSet: Hashable, Sendable {
  public private(set) var all: [Breakpoint] = []

  public init(_ conditions: [String] = []) { for condition in conditions { add(condition) } }

  /// These, with the numbers that they have.
  public init(_ breakpoints: [Breakpoint]) { all = breakpoints }

  public var isEmpty: Bool { all.isEmpty }
  /// Whether any of them is on.
  public var isActive: Bool { all.contains(where: \.isOn) }

  public subscript(id id: Int) -> Breakpoint? { all.first { $0.id == id } }

  /// - Returns: the number of the new one.
  @discardableResult
  public mutating func add(_ condition: String) -> Int {
    let id = (all.map(\.id).max() ?? 0) + 1
    all.append(Breakpoint(id: id, condition))
    return id
  }

  public mutating func remove(id: Int) { all.removeAll { $0.id == id } }

  /// Puts another condition in one's place; it counts its hits anew.
  public mutating func replace(id: Int, with condition: String) {
    change(id) { $0 = Breakpoint(id: id, condition, isOn: true) }
  }

  public mutating func toggle(id: Int) { change(id) { $0.isOn.toggle() } }

  /// The breakpoint at the instruction that writes a value, such as `at hidden1.sum`.
  public static func place(_ value: String) -> String { "at \(value)" }

  /// Makes a breakpoint at a place, or removes the one that is there.
  public mutating func togglePlace(_ value: String) {
    let condition = Self.place(value)
    if let there = all.first(where: { $0.condition == condition }) { remove(id: there.id) } else { add(condition) }
  }

  /// The same breakpoints with the hits counted by another set.
  public func counting(_ other: BreakpointSet) -> BreakpointSet {
    var result = self
    for breakpoint in all {
      guard let known = other[id: breakpoint.id], known.condition == breakpoint.condition else { continue }
      result.change(breakpoint.id) { $0.hitCount = known.hitCount }
    }
    return result
  }

  mutating func count(_ hits: [Int]) {
    for id in hits { change(id) { $0.hitCount += 1 } }
  }

  /// A new run has hit none yet.
  mutating func forgetHits() { for index in all.indices { all[index].hitCount = 0 } }

  private mutating func change(_ id: Int, _ body: (inout Breakpoint) -> Void) {
    if let index = all.firstIndex(where: { $0.id == id }) { body(&all[index]) }
  }
}

extension BreakpointSet: LosslessStringConvertible {
  public var description: String {
    all.map { "\($0.isOn ? "on" : "off") \($0.condition)" }.joined(separator: "\n")
  }

  /// Nil when a line begins with neither `on` nor `off`. Conditions are not looked into.
  public init?(_ description: String) {
    for line in description.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0] == "on" || parts[0] == "off" else { return nil }
      let id = add(parts[1])
      if parts[0] == "off" { toggle(id: id) }
    }
  }
}
