import TensorMath

/// ``Recall`` as a text: a symbol, then fillers for `lag` steps, then the question which symbol it was.
///
///     position    0   1   2   3   …   lag + 1
///     token       B   e   a   h   …      ?      → B
///
/// Fillers are drawn from eight letters, none of which is a symbol. Each token has a number, so that a layer that looks
/// vectors up in a table can read it. What is asked for is always as far away as the lag says: attention reaches it in one
/// step, a recurrent network in as many as there are fillers.
public struct LongRange: TextGenerator {
  public init() {}

  public var name: String { "long-range" }
  public var summary: String {
    "Which of four symbols stood at the beginning of a text, asked at its end; guessing gets 1 in 4"
  }
  public var classNames: [String] { ["A", "B", "C", "D"] }
  public var usualLag: Int? { 20 }
  public var groupSize: Int { 1 }
  public var mostTexts: Int { .max }

  private static let fillers = ["a", "b", "c", "d", "e", "f", "g", "h"]
  private static let cue = "?"

  public func longest(lag: Int) -> Int { lag + 2 }

  public func tokens(classNames: [String]) -> [String]? { classNames + Self.fillers + [Self.cue] }

  public func texts(count: Int, lag: Int, classNames: [String], seed: UInt64) -> [GeneratedText] {
    var random = RandomSource(seed: seed, purpose: "text fillers")
    return (0..<count).map { index in
      let label = index % classNames.count
      let fillers = (0..<lag).map { _ in Self.fillers[random.integer(below: Self.fillers.count)] }
      return GeneratedText(tokens: [classNames[label]] + fillers + [Self.cue], label: label)
    }
  }
}
