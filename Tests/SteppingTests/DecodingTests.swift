import Foundation
import Testing

@testable import Stepping

/// How a token is chosen from what a network says of all.
struct DecodingTests {
  private let logits = [2.0, -1, 0.5, 3, 2, -4]

  private func softmax(_ logits: [Double]) -> [Float] {
    let powers = logits.map { exp($0) }
    return powers.map { Float($0 / powers.reduce(0, +)) }
  }

  /// Probabilities are sharpened as the softmax of logits that are divided.
  @Test(arguments: [0.1, 0.5, 1, 2, 5]) func temperatureDividesLogits(temperature: Double) {
    let adjusted = Decoding(.sample, temperature: Float(temperature)).adjusted(softmax(logits))
    let expected = softmax(logits.map { $0 / temperature })
    for (found, wanted) in zip(adjusted, expected) { #expect(abs(found - wanted) < 1e-5) }
  }

  /// Of equal tokens the first is kept.
  @Test func topKKeepsTheLikeliest() {
    let probabilities = softmax(logits)
    for (k, kept) in [(1, [3]), (2, [0, 3]), (3, [0, 3, 4]), (0, Array(0..<6)), (9, Array(0..<6))] {
      let adjusted = Decoding(.sample, topK: k).adjusted(probabilities)
      #expect(adjusted.indices.filter { adjusted[$0] > 0 } == kept, "k = \(k)")
      #expect(abs(adjusted.reduce(0, +) - 1) < 1e-6)
      let sum = kept.reduce(0) { $0 + probabilities[$1] }
      for token in kept { #expect(abs(adjusted[token] - probabilities[token] / sum) < 1e-6) }
    }
  }

  /// As few as reach the sum, never none.
  @Test func topPKeepsAsFewAsReachTheSum() {
    let probabilities: [Float] = [0.05, 0.5, 0.15, 0.3]
    let cases: [(Float, [Int])] = [
      (0.01, [1]), (0.49, [1]), (0.51, [1, 3]), (0.79, [1, 3]), (0.81, [1, 2, 3]), (1, [0, 1, 2, 3]),
    ]
    for (p, kept) in cases {
      let adjusted = Decoding(.sample, topP: p).adjusted(probabilities)
      #expect(adjusted.indices.filter { adjusted[$0] > 0 } == kept, "p = \(p)")
      #expect(abs(adjusted.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func greedyTakesTheLikeliest() {
    #expect(Decoding(.greedy).choice(softmax(logits), at: 7) == 3)
  }

  /// Tokens come as often as they are likely: 4 000 draws, within five deviations of the binomial distribution.
  @Test func drawsFollowTheProbabilities() {
    let probabilities = softmax(logits)
    let decoding = Decoding(.sample, seed: 3)
    let count = 4000
    var counts = [Int](repeating: 0, count: probabilities.count)
    for place in 0..<count { counts[decoding.choice(probabilities, at: place)] += 1 }
    for (found, probability) in zip(counts, probabilities) {
      let p = Double(probability)
      #expect(abs(Double(found) - Double(count) * p) < 5 * (Double(count) * p * (1 - p)).squareRoot() + 1)
    }
    func draws(_ decoding: Decoding) -> [Int] { (0..<50).map { decoding.choice(probabilities, at: $0) } }
    #expect(draws(decoding) == draws(decoding))
    #expect(draws(decoding) != draws(Decoding(.sample, seed: 4)))
  }
}
