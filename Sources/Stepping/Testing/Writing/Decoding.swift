import TensorMath

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the next token is chosen from what a network says of all of them.
public struct Decoding: Hashable, Sendable {
  public enum Rule: Hashable, Sendable {
    /// The most probable token, always.
    case greedy
    /// The so many best beginnings are kept, and the best whole sequence is told.
    case beam(width: Int)
    /// A token drawn at random, as often as it is probable.
    case sample
  }

  public var rule: Rule
  /// What logits are divided by before the softmax: below 1 the probable becomes more probable, above 1 less.
  public var temperature: Float
  /// Of how many of the most probable tokens one is drawn; 0 for all.
  public var topK: Int
  /// The most probable tokens that together have this probability are drawn from; 1 for all (Holtzman et al. 2020,
  /// "The curious case of neural text degeneration", section 3.1).
  public var topP: Float
  public var seed: UInt64

  public static let temperatures: ClosedRange<Float> = 0.05...5
  public static let beamWidths = 1...10

  public init(_ rule: Rule, temperature: Float = 1, topK: Int = 0, topP: Float = 1, seed: UInt64 = 1) {
    self.rule = rule
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.seed = seed
  }

  /// The probabilities that are drawn from: sharpened, cut, and brought back to a sum of 1.
  public func adjusted(_ probabilities: [Float]) -> [Float] {
    guard temperature != 1 || topK > 0 || topP < 1 else { return probabilities }
    // p^(1/T), normalized, is the softmax of logits/T.
    let largest = Double(probabilities.max() ?? 0)
    guard largest > 0 else { return probabilities }
    var weights = probabilities.map { $0 > 0 ? pow(Double($0) / largest, 1 / Double(temperature)) : 0 }
    let total = weights.reduce(0, +)
    weights = weights.map { $0 / total }
    let order = weights.indicesFromLargest
    var (kept, sum) = (0, 0.0)
    for token in order {
      if topK > 0, kept == topK { break }
      if sum >= Double(topP) { break }
      kept += 1
      sum += weights[token]
    }
    for token in order.dropFirst(kept) { weights[token] = 0 }
    return weights.map { Float($0 / sum) }
  }

  /// The token that is written, for a place in the sequence: the same seed draws the same.
  func choice(_ adjusted: [Float], at place: Int) -> Int {
    guard rule == .sample else {
      return adjusted.indices.max { adjusted[$0] < adjusted[$1] } ?? 0
    }
    var random = RandomSource(seed: seed, purpose: "write a token", index: UInt64(place))
    var rest = random.uniform()
    for (token, probability) in adjusted.enumerated() where probability > 0 {
      rest -= probability
      if rest < 0 { return token }
    }
    // Roundings may leave something at the end.
    return adjusted.lastIndex { $0 > 0 } ?? 0
  }
}
