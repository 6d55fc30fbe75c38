/// What the numbers of a sample of tokens are: `[positions]`, first those of the source, then, where a decoder writes
/// another sequence, what it has written so far.
public struct TokenLayout: Hashable, Sendable {
  public var source: TokenSequence
  /// What a decoder reads: the target behind a token for its start. Nil where there is nothing to write.
  public var target: TokenSequence?

  public init(source: TokenSequence, target: TokenSequence? = nil) {
    self.source = source
    self.target = target
  }

  /// How many numbers a sample has.
  public var positions: Int { source.length + (target?.length ?? 0) }
}

/// Tokens in a row. Token 0 stands for padding: there is nothing at such a position.
public struct TokenSequence: Hashable, Sendable {
  /// How many positions there are.
  public var length: Int
  /// How many different tokens there are, padding among them.
  public var vocabulary: Int
  /// Whether some sequences are shorter, and end with padding.
  public var isPadded: Bool

  public init(length: Int, vocabulary: Int, isPadded: Bool) {
    self.length = length
    self.vocabulary = vocabulary
    self.isPadded = isPadded
  }
}
