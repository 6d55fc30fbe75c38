import Datasets
import Stepping

/// The word that is looked at: one that was typed, one that was chosen, else that of the sample under the cursor.
struct WordBench: Hashable, Sendable {
  /// As it was typed; nil while none was.
  var typed: String?
  var sample: SampleReference?
  /// The letter whose probabilities are drawn as bars; nil for the last.
  var letter: Int?

  /// A word that can be read, and what is known about it.
  struct Subject: Hashable, Sendable {
    let text: String
    let places: [Int]
    /// Nil for a word that was typed.
    let sample: SampleReference?
    /// The true class, of a sample.
    let truth: Int?
  }

  /// What is looked at; nil where samples are no words.
  func subject(_ session: LessonSession, _ state: WorkbenchState) -> Subject? {
    guard let words = session.words else { return nil }
    if let typed, let places = try? words.alphabet.places(of: typed) {
      return Subject(
        text: String(places.map { words.alphabet.letters[$0] }), places: places, sample: nil, truth: nil)
    }
    guard let reference = SampleInView.reference(sample, session, state),
      let example = SampleInView.example(reference, session)
    else { return nil }
    return Subject(
      text: words.word(example), places: words.places(example), sample: reference, truth: words.classIndex(example))
  }
}

extension LessonSession {
  /// The words that samples are; nil where they are none.
  var words: LabeledWords? {
    guard case .words(let words) = setup.data.raw, !words.classNames.isEmpty else { return nil }
    return words
  }
}
