/// A question about a text: which class it is of, how it goes on, or what it becomes.
public struct TextRequest: Hashable, Sendable {
  /// The numbers of its tokens, without start, end and padding.
  public var tokens: [Int]
  /// How tokens are chosen where some are to be written.
  public var decoding: Decoding
  /// How many are written at most; nil for as many as there is room for.
  public var most: Int?

  public init(tokens: [Int], decoding: Decoding = Decoding(.greedy), most: Int? = nil) {
    self.tokens = tokens
    self.decoding = decoding
    self.most = most
  }
}

/// The answer of a network as it is.
public struct TextReading: Hashable, Sendable {
  public let request: TextRequest
  public let completedIterations: Int
  /// Class probabilities of the text; empty where no class is asked for. A network with one output gives the
  /// probability of the second class.
  public internal(set) var classProbabilities: [Float] = []
  /// Where a text goes on: what the network said of all tokens at the place of each that was given, before it stood
  /// there; empty for one that nothing stands before.
  public internal(set) var given: [[Float]] = []
  /// Tokens that were written, the end among them where it came.
  public internal(set) var written: [Int] = []
  /// For each of them, and for the one that would come next, what the network said of all tokens.
  public internal(set) var probabilities: [[Float]] = []
  /// The logarithm of the probability of all that was written.
  public internal(set) var logProbability = 0.0
  /// Where a decoder looked while it wrote: for each written token the weight of each of the source's, the mean over
  /// the heads of its last block. Empty without cross-attention.
  public internal(set) var alignment: [[Float]] = []
  /// How much each token was looked at, the mean over heads and positions of the last block; empty without attention.
  public internal(set) var attended: [Float] = []
  /// The position that alone looked, where the answer is read from one; nil where it is read from all.
  public internal(set) var attendedFrom: Int?

  /// At each place, given or written, and at the one that would come next, what the network said of all tokens.
  public var places: [[Float]] { given + probabilities }

  /// The token that stands at a place; nil at the one that would come next.
  public func token(at place: Int) -> Int? {
    if place < given.count { return request.tokens[place] }
    return written.indices.contains(place - given.count) ? written[place - given.count] : nil
  }
}
