/// The tokens of a text, each with its number.
///
///     number   0   1   2   3   4   5  …
///     token    ·   <   >   a   b   c  …
///
/// 0 is padding, which stands behind the end of a text where others are longer. Then come a start and an end where a
/// task has them, one token for whatever is unknown where there is such, and the tokens of the texts themselves.
public struct Vocabulary: Hashable, Sendable {
  public static let padding = 0
  /// How padding, start, end and what is unknown are shown. A text may have the same signs: its tokens have numbers
  /// of their own.
  public static let paddingSign = "·"
  public static let startSign = "<"
  public static let endSign = ">"
  public static let unknownSign = "<unk>"

  /// Every token as it is shown, by its number.
  public let tokens: [String]
  public let unit: TextUnit
  public let start: Int?
  public let end: Int?
  /// What stands for tokens that are not in the vocabulary.
  public let unknown: Int?
  /// The number of the first token that comes from the texts.
  public let firstOrdinary: Int
  private let numbers: [String: Int]

  /// - Parameter tokens: those of the texts, all different, in the order of their numbers.
  public init(_ unit: TextUnit, tokens: [String], hasEnds: Bool = false, hasUnknown: Bool = false) {
    var special = [Self.paddingSign]
    if hasEnds { special += [Self.startSign, Self.endSign] }
    if hasUnknown { special.append(Self.unknownSign) }
    self.unit = unit
    start = hasEnds ? 1 : nil
    end = hasEnds ? 2 : nil
    unknown = hasUnknown ? special.count - 1 : nil
    firstOrdinary = special.count
    self.tokens = special + tokens
    numbers = Dictionary(
      tokens.enumerated().map { ($1, special.count + $0) }, uniquingKeysWith: { first, _ in first })
    precondition(numbers.count == tokens.count, "every token of a vocabulary stands in it once")
  }

  /// How many tokens there are, padding included.
  public var count: Int { tokens.count }

  /// Those that come from the texts.
  public var ordinaryTokens: [String] { Array(tokens[firstOrdinary...]) }

  public static func == (one: Vocabulary, other: Vocabulary) -> Bool {
    // The rest follows from these.
    one.unit == other.unit && one.tokens == other.tokens && one.start == other.start && one.unknown == other.unknown
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(unit)
    hasher.combine(tokens)
  }

  /// The number of a token as it stands in a text; nil where it is not in the vocabulary.
  public func number(of token: String) -> Int? { numbers[token] }
}

/// From typed text to numbers, and back.
extension Vocabulary {
  /// The numbers of a text, without start, end and padding. A capital letter that is unknown is read as a small one,
  /// and what is still unknown as the token for that, where there is one.
  ///
  /// - Parameter most: how many tokens there is room for.
  public func tokens(of text: String, most: Int = .max) throws(TokenError) -> [Int] {
    // Where some tokens have capitals, they are told apart by them: `A` and `a`.
    let parts = unit.tokens(in: text, keepingCase: tokens.contains { $0 != $0.lowercased() })
    guard !parts.isEmpty else { throw .empty(unit, most: most) }
    guard parts.count <= most else { throw .tooLong(text, count: parts.count, unit, most: most) }
    var result: [Int] = []
    for part in parts {
      guard let number = numbers[part] ?? numbers[part.lowercased()] ?? unknown else { throw .unknown(part, self) }
      result.append(number)
    }
    return result
  }

  /// One token as it is shown; `?` for a number that is none.
  public func text(of token: Int) -> String { tokens.indices.contains(token) ? tokens[token] : "?" }

  /// The text that numbers stand for, as it is read: without padding and start, and up to the end, if there is one.
  public func text(of numbers: some Collection<Int>) -> String {
    let ended = numbers.prefix { $0 != end || end == nil }
    return unit.text(of: ended.filter { $0 != Self.padding && $0 != start }.map { text(of: $0) })
  }

  /// Every one of the tokens, padding, start and end among them.
  public func shown(_ numbers: some Collection<Int>) -> String { unit.text(of: numbers.map { text(of: $0) }) }
}
