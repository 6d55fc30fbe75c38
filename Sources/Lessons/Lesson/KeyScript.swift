public import Stepping

/// Time keys to press, as a learner would: `n n n`, `f 2o 50i`. Lower case goes forwards, upper case back;
/// a number before a key repeats it.
public struct KeyScript: Hashable, Sendable, CustomStringConvertible {
  public let presses: [Route.Steps]

  /// The keys that a script may have, with what they step.
  public static let keys: [(key: Character, size: StepSize)] = [
    ("s", .term), ("n", .operation), ("f", .layer), ("o", .phase), ("i", .iteration), ("a", .epoch),
  ]

  /// More presses than a lesson needs; a slip of the keyboard should not run for hours.
  public static let mostPresses = 100_000

  /// Nil when something in it is no time key.
  public init?(_ text: String) {
    var presses: [Route.Steps] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      guard let letter = word.last, let key = Self.keys.first(where: { String($0.key) == letter.lowercased() }) else {
        return nil
      }
      let digits = word.dropLast()
      guard let count = digits.isEmpty ? 1 : Int(digits), (1...Self.mostPresses).contains(count) else { return nil }
      presses.append(Route.Steps(key.size, isBack: letter.isUppercase, count: count))
    }
    guard !presses.isEmpty else { return nil }
    self.presses = presses
  }

  public var description: String {
    presses.map { press in
      let key = Self.keys.first { $0.size == press.size }.map { String($0.key) } ?? ""
      return (press.count > 1 ? String(press.count) : "") + (press.isBack ? key.uppercased() : key)
    }.joined(separator: " ")
  }

  /// Presses the keys.
  public func play(on timeline: Timeline) { timeline.go(along: Route(presses)) }
}
