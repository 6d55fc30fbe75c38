import TensorMath

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A yardstick for language models: how surprising the next token is to somebody who has counted what follows what.
///
///     P(token | the n − 1 before it) = (times it followed them + 0.1) / (times they stood there + 0.1 · tokens)
///
/// An n-gram model with additive smoothing: D. Jurafsky, J. H. Martin: *Speech and Language Processing*, 3rd edition,
/// section 3.6. Tokens are those that can be told: no padding, no start. With few examples long contexts are rarely seen,
/// and a longer one may do worse.
public struct NextTokenCounts: Sendable {
  /// n: how many tokens are looked at together, the told one included.
  public let length: Int
  private static let added = 0.1
  private let followed: [[Int]: Int]
  private let stood: [[Int]: Int]
  private let tokenCount: Int

  /// Fitted to the training part; nil where no next token is asked for.
  public init?(_ data: PreparedData, length: Int) {
    guard case .nextToken = data.train.task, let vocabulary = data.train.tokens?.told.vocabulary, length > 0 else {
      return nil
    }
    self.length = length
    tokenCount = vocabulary.count - (vocabulary.start == nil ? 1 : 2)
    var (followed, stood): ([[Int]: Int], [[Int]: Int]) = ([:], [:])
    Self.forEach(in: data.train, length) { context, token in
      stood[context, default: 0] += 1
      followed[context + [token], default: 0] += 1
    }
    (self.followed, self.stood) = (followed, stood)
  }

  private static func forEach(in data: Dataset, _ length: Int, _ body: ([Int], Int) -> Void) {
    for index in 0..<data.count {
      let seen = data.example(index).map { Int($0) }
      for position in seen.indices {
        let token = data.targets[index * seen.count + position]
        guard token >= 0 else { continue }
        // Before the beginning there is nothing: contexts are shorter there.
        body(Array(seen[...position].suffix(length - 1)), Int(token))
      }
    }
  }

  /// The mean of −log P over all tokens that are asked for, in nats; nil where there are none.
  public func loss(on data: Dataset) -> Double? {
    var (sum, count) = (0.0, 0)
    Self.forEach(in: data, length) { context, token in
      let times = Double(followed[context + [token]] ?? 0) + Self.added
      sum -= log(times / (Double(stood[context] ?? 0) + Self.added * Double(tokenCount)))
      count += 1
    }
    return count == 0 ? nil : sum / Double(count)
  }
}
