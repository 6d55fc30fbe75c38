public import Datasets

extension PreparedData {
  /// The word or text that a sample of a part was made from, as it is read; nil where samples are neither.
  public func word(_ sample: Int, in part: DataPart) -> String? {
    let examples = part == .train ? trainExamples : testExamples
    guard examples.indices.contains(sample) else { return nil }
    switch raw {
    case .words(let words): return words.word(examples[sample])
    case .texts(let texts): return texts.text(examples[sample])
    case .numbers, .images: return nil
    }
  }

  /// What is to be told about a sample that is a text, as it is read: its class, or the tokens that are asked for.
  public func answer(_ sample: Int, in part: DataPart) -> String? {
    let examples = part == .train ? trainExamples : testExamples
    guard case .texts(let texts) = raw, examples.indices.contains(sample) else { return nil }
    return texts.answer(examples[sample])
  }
}
