/// Makes short texts of several classes from a seed.
public protocol TextGenerator: Sendable {
  /// The name that lessons use.
  var name: String { get }
  /// What is to be told, in one sentence, and what somebody gets who only guesses.
  var summary: String { get }
  /// What there is to tell apart, of which lessons may choose some.
  var classNames: [String] { get }
  /// For how many steps something must be remembered where nothing is said; nil where that is no question.
  var usualLag: Int? { get }
  /// How many texts behind each other belong together: a split keeps them in one part.
  var groupSize: Int { get }
  /// How many different ones there are, or as many as one may ask for.
  var mostTexts: Int { get }
  /// How many tokens the longest text has.
  func longest(lag: Int) -> Int
  /// All tokens in the order of their numbers where they are known beforehand; nil where the texts are to say.
  func tokens(classNames: [String]) -> [String]?
  /// `count` texts, all classes as frequent.
  func texts(count: Int, lag: Int, classNames: [String], seed: UInt64) -> [GeneratedText]
}

/// A text with the index of its class.
public struct GeneratedText: Hashable, Sendable {
  public let tokens: [String]
  public let label: Int
}
