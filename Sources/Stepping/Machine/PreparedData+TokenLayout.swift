import Datasets
import NeuralNet

extension PreparedData {
  /// What the numbers of a sample are to a network; nil where they are not tokens.
  var tokenLayout: TokenLayout? {
    guard let tokens = train.tokens else { return nil }
    func sequence(_ part: SampleTokens.Part, at start: Int) -> TokenSequence {
      TokenSequence(
        length: part.length, vocabulary: part.vocabulary.count, isPadded: hasPadding(start..<start + part.length))
    }
    return TokenLayout(
      source: sequence(tokens.source, at: 0), target: tokens.target.map { sequence($0, at: tokens.source.length) })
  }

  /// Whether some sample has padding at one of these positions.
  private func hasPadding(_ positions: Range<Int>) -> Bool {
    [train, test].contains { part in
      (0..<part.count).contains { part.example($0)[part.featureCount * $0 + positions.upperBound - 1] == 0 }
    }
  }
}
