#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A yardstick for texts of several classes: how far one gets by counting tokens, without any order.
///
///     log P(class | text) = log P(class) + Σ log P(token | class) + constant
///     P(token | class) = (times in the class + 1) / (tokens of the class + number of different ones)
///
/// Multinomial naive Bayes with Laplace's smoothing: C. D. Manning, P. Raghavan, H. Schütze: *Introduction to Information
/// Retrieval*, 2008, section 13.2. With `longest` 2 it counts pairs of neighboring tokens as well, and so on. Sums are in
/// `Double`; of classes that are as likely the first is taken.
public struct NaiveBayes: Sendable {
  /// How many neighboring tokens are counted as one feature, from 1 up to this.
  public let longest: Int
  /// Logarithms, by class.
  private let priors: [Double]
  private let probabilities: [[[UInt16]: Double]]
  /// Of what is known, but not from this class; what no class knows is left out.
  private let unseen: [Double]
  private let known: Set<[UInt16]>

  /// Fitted to some of the texts, the training part's; nil where texts have no classes or there are none.
  public init?(fittedTo texts: TokenizedTexts, examples: [Int], longest: Int = 1) {
    guard !texts.labels.isEmpty, !examples.isEmpty, longest > 0 else { return nil }
    self.longest = longest
    let classCount = texts.classNames.count
    var counts = [[[UInt16]: Int]](repeating: [:], count: classCount)
    var sizes = [Int](repeating: 0, count: classCount)
    for index in examples {
      let label = Int(texts.labels[index])
      sizes[label] += 1
      for feature in Self.features(of: texts, index, longest) { counts[label][feature, default: 0] += 1 }
    }
    let known = Set(counts.flatMap(\.keys))
    let totals = counts.map { Double($0.values.reduce(0, +) + known.count) }
    self.known = known
    priors = sizes.map { log(Double(max($0, 1)) / Double(examples.count)) }
    probabilities = zip(counts, totals).map { counts, total in counts.mapValues { log(Double($0 + 1) / total) } }
    unseen = totals.map { log(1 / $0) }
  }

  /// The tokens that a network sees, and their neighbors.
  private static func features(of texts: TokenizedTexts, _ index: Int, _ longest: Int) -> [[UInt16]] {
    let seen = texts.seen(index).map { UInt16($0) }
    return (1...longest).flatMap { length in
      seen.count < length ? [] : (0...seen.count - length).map { Array(seen[$0..<$0 + length]) }
    }
  }

  /// The class that a text is taken for.
  public func predictedClass(_ index: Int, of texts: TokenizedTexts) -> Int {
    var scores = priors
    // In one order for all classes, so that equal counts give equal sums.
    for feature in Self.features(of: texts, index, longest) where known.contains(feature) {
      for label in scores.indices { scores[label] += probabilities[label][feature] ?? unseen[label] }
    }
    return scores.indices.max { (scores[$0], $1) < (scores[$1], $0) } ?? 0
  }

  /// The share of texts taken for what they are; nil where there are none.
  public func accuracy(on examples: [Int], of texts: TokenizedTexts) -> Double? {
    guard !examples.isEmpty else { return nil }
    let right = examples.count { predictedClass($0, of: texts) == Int(texts.labels[$0]) }
    return Double(right) / Double(examples.count)
  }
}

extension PreparedData {
  /// The accuracy on the test part of naive Bayes fitted to the training part; nil where samples are no texts with classes.
  ///
  /// - Parameter longest: how many neighboring tokens are counted together, 1 for single ones.
  public func naiveBayesAccuracy(longest: Int = 1) -> Double? {
    guard case .texts(let texts) = raw else { return nil }
    return NaiveBayes(fittedTo: texts, examples: trainExamples, longest: longest)?
      .accuracy(on: testExamples, of: texts)
  }
}
