import Wording

/// Cuts one text into what is seen at once, for a network that tells the next token everywhere.
///
///     text      t h e   c a t   s a t …          context 4
///     windows   [t h e ␣ c]  [c a t ␣ s]  …      seen: all but the last, told: all but the first
///
/// A window begins with the last token of the one before, so that every token is told once. The text's end is what is
/// tested on, and the vocabulary is that of its beginning: nothing is learned from what is tested.
struct RunningText {
  let texts: TokenizedTexts
  let parts: Split.Parts

  init(
    _ bytes: [UInt8], file: String, name: String, unit: TextUnit, context: Int, most: Int, trainShare: Double
  ) throws(DataError) {
    let tokens = unit.tokens(in: try TextLines.text(bytes, file: file))
    guard tokens.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else {
      throw DataError(.emptyFile, in: file, found: "no text", needed: "a text to learn from")
    }
    let cut = trainShare < 1 ? Int((trainShare * Double(tokens.count)).rounded()) : tokens.count
    // One window to learn from at the least, and something to test on.
    guard cut > context, trainShare == 1 || tokens.count - cut >= 2 else {
      let counted = Quotation.counted(tokens.count, unit.noun, unit.rawValue)
      throw DataError(
        .tooShortText, in: file, found: "\(counted), \(cut) of them to train on",
        needed: "more than \(context) to train on, as many as are seen at once, and 2 to test on",
        suggestion: "A smaller context takes less.")
    }
    var counts: [String: Int] = [:]
    for token in tokens[..<cut] { counts[token, default: 0] += 1 }
    // Padding and what is unknown take two of them.
    let kept = VocabularyChoice.mostFrequent(counts.map { ($0.key, $0.value) }, most: most - 2)
    let vocabulary = Vocabulary(unit, tokens: kept, hasUnknown: true)
    let numbers = tokens.map { UInt16(vocabulary.number(of: $0) ?? vocabulary.unknown ?? 0) }
    func windows(_ range: Range<Int>) -> [ArraySlice<UInt16>] {
      stride(from: range.lowerBound, to: range.upperBound - 1, by: context).map { start in
        numbers[start..<min(start + context + 1, range.upperBound)]
      }
    }
    let (train, test) = (windows(0..<cut), windows(cut..<tokens.count))
    texts = TokenizedTexts(
      name: name, source: file,
      tokens: SampleTokens(source: SampleTokens.Part(length: context, vocabulary: vocabulary)), question: .nextToken,
      texts: train + test)
    parts = Split.Parts(train: Array(train.indices), test: Array(train.count..<train.count + test.count))
  }
}
