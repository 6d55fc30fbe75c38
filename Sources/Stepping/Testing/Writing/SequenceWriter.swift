import Autodiff
import Datasets
import NeuralNet
import TensorMath

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lets a network write a sequence token by token: each is chosen, put behind what stands there, and the whole is read
/// again. What a causal network says at a position does not depend on what stands behind it, so that one program of full
/// length serves every beginning.
struct SequenceWriter {
  private let predictor: Predictor
  private let tokens: SampleTokens
  /// Where in a sample the sequence that is written begins.
  private let first: Int
  /// How many positions it has.
  private let length: Int
  private let vocabulary: Vocabulary
  private let isContinued: Bool

  init(_ texts: TokenizedTexts, _ predictor: Predictor) {
    self.predictor = predictor
    tokens = texts.tokens
    isContinued = texts.question == .nextToken
    first = isContinued ? 0 : texts.tokens.source.length
    length = texts.tokens.told.length
    vocabulary = texts.tokens.told.vocabulary
  }

  /// One sequence in the making.
  private struct Beginning {
    /// All numbers of the sample.
    var row: [Float]
    /// How many positions of the written sequence hold a token.
    var filled: Int
    var written: [Int] = []
    var probabilities: [[Float]] = []
    var logProbability = 0.0
    var hasEnded = false
  }

  /// The sample before anything is written: the source, or the start and what is to be continued.
  private func beginning(_ request: TextRequest) -> Beginning {
    var row = [Float](repeating: Float(Vocabulary.padding), count: tokens.positionCount)
    var filled = 0
    if let start = vocabulary.start {
      row[first] = Float(start)
      filled = 1
    }
    for (place, token) in request.tokens.enumerated() { row[(isContinued ? filled : 0) + place] = Float(token) }
    return Beginning(row: row, filled: isContinued ? filled + request.tokens.count : filled)
  }

  mutating func write(_ reading: inout TextReading) {
    let request = reading.request
    var beginning = beginning(request)
    if isContinued, beginning.filled == 0 { return }
    if isContinued { reading.given = given(beginning, count: request.tokens.count) }
    if case .beam(let width) = request.decoding.rule {
      beginning = bestOfBeam(beginning, width: width, most: request.most)
    } else {
      writeOne(&beginning, request)
    }
    reading.written = beginning.written
    reading.probabilities = beginning.probabilities
    reading.logProbability = beginning.logProbability
    reading.alignment = isContinued ? [] : alignment(beginning, sourceCount: request.tokens.count)
  }

  private func writeOne(_ beginning: inout Beginning, _ request: TextRequest) {
    while true {
      guard let said = predictions([beginning])?[0] else { return }
      beginning.probabilities.append(said)
      let isFull = beginning.written.count >= (request.most ?? .max)
      guard !isFull, !beginning.hasEnded, beginning.filled <= length else { return }
      let adjusted = request.decoding.adjusted(allowed(said))
      append(request.decoding.choice(adjusted, at: beginning.written.count), said, &beginning)
      guard !beginning.hasEnded, beginning.filled < length else { return }
    }
  }

  /// Padding and start are never written.
  private func allowed(_ probabilities: [Float]) -> [Float] {
    var allowed = probabilities
    allowed[Vocabulary.padding] = 0
    if let start = vocabulary.start { allowed[start] = 0 }
    let sum = allowed.reduce(0, +)
    return sum > 0 ? allowed.map { $0 / sum } : allowed
  }

  private func append(_ token: Int, _ said: [Float], _ beginning: inout Beginning) {
    beginning.written.append(token)
    beginning.logProbability += log(Double(max(said[token], .leastNormalMagnitude)))
    beginning.hasEnded = token == vocabulary.end
    if !beginning.hasEnded, beginning.filled < length {
      beginning.row[first + beginning.filled] = Float(token)
      beginning.filled += 1
    } else if !beginning.hasEnded {
      beginning.filled += 1
    }
  }

  /// The most probable whole sequence among those that grow from the `width` best beginnings.
  private func bestOfBeam(_ start: Beginning, width: Int, most: Int?) -> Beginning {
    var beam = [start]
    for _ in 0..<min(most ?? .max, length) {
      let open = beam.filter { !$0.hasEnded && $0.filled < length }
      guard !open.isEmpty, let said = predictions(open) else { break }
      var candidates = beam.filter { $0.hasEnded || $0.filled >= length }
      for (beginning, probabilities) in zip(open, said) {
        let allowed = allowed(probabilities)
        for token in allowed.indicesFromLargest.prefix(width) {
          var next = beginning
          next.probabilities.append(probabilities)
          append(token, probabilities, &next)
          candidates.append(next)
        }
      }
      beam = Array(candidates.sorted { $0.logProbability > $1.logProbability }.prefix(width))
    }
    return beam[0]
  }

  /// What the network said at the place of each of the given tokens: all from one look, for none sees what is behind it.
  private func given(_ beginning: Beginning, count: Int) -> [[Float]] {
    let all = predictor.predictions(features: beginning.row)
    guard all.count == length * vocabulary.count else { return [] }
    return (0..<count).map { place in
      let position = beginning.filled - count + place - 1
      return position < 0 ? [] : Array(all[position * vocabulary.count..<(position + 1) * vocabulary.count])
    }
  }

  /// What the network says of the next token of each beginning: [beginnings][vocabulary].
  private func predictions(_ beginnings: [Beginning]) -> [[Float]]? {
    let all = predictor.predictions(features: beginnings.flatMap(\.row))
    let count = vocabulary.count
    guard all.count == beginnings.count * length * count else { return nil }
    return beginnings.enumerated().map { index, beginning in
      let start = (index * length + beginning.filled - 1) * count
      return Array(all[start..<start + count])
    }
  }

  /// For each written token the weights with which the source's tokens were looked at.
  private func alignment(_ beginning: Beginning, sourceCount: Int) -> [[Float]] {
    var rows: [[Float]] = []
    _ = predictor.predictions(features: beginning.row) { bound in
      guard let layer = AttentionLayer.last(in: bound.program, isCross: true), let slot = layer.slot(.weights) else {
        return
      }
      let weights = bound.view(of: slot)  // [1, heads, queries, keys]
      rows = (0..<min(beginning.written.count, layer.queries)).map { query in
        (0..<min(sourceCount, layer.keys)).map { key in
          let sum = (0..<layer.heads).reduce(Float(0)) {
            $0 + weights[($1 * layer.queries + query) * layer.keys + key]
          }
          return sum / Float(layer.heads)
        }
      }
    }
    return rows
  }
}
