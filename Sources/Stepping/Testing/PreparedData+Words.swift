public import Datasets

extension PreparedData {
  /// The word that a sample of a part was made from; nil where samples are no words.
  public func word(_ sample: Int, in part: DataPart) -> String? {
    guard case .words(let words) = raw else { return nil }
    let examples = part == .train ? trainExamples : testExamples
    return examples.indices.contains(sample) ? words.word(examples[sample]) : nil
  }
}
