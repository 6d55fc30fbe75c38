import Autodiff
import Datasets
import Stepping
import TensorMath

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
    guard let reference = shown(session, state) else { return nil }
    let data = session.setup.data
    let examples = reference.part == .train ? data.trainExamples : data.testExamples
    guard let example = examples[safe: reference.index] else { return nil }
    return Subject(
      text: words.word(example), places: words.places(example), sample: reference, truth: words.classIndex(example))
  }

  /// The sample that was chosen, or the one under the cursor.
  func shown(_ session: LessonSession, _ state: WorkbenchState) -> SampleReference? {
    if let sample, sample.index < session.count(of: sample.part) { return sample }
    guard let index = Self.sampleUnderCursor(state) else {
      return session.count(of: .train) > 0 ? SampleReference(part: .train, index: 0) : nil
    }
    return SampleReference(part: .train, index: index)
  }

  /// Where the number under the cursor belongs to a sample of the batch, that one; else the batch's first.
  private static func sampleUnderCursor(_ state: WorkbenchState) -> Int? {
    guard let snapshot = state.snapshot, let first = snapshot.batchSamples.first else { return nil }
    guard let address = state.question, snapshot.program.slots.indices.contains(address.slot.index) else {
      return first
    }
    let (shape, batch) = (snapshot.program[address.slot].shape, snapshot.batchSamples.count)
    guard let rows = shape.dimensions.first, rows > 0, rows.isMultiple(of: batch) else { return first }
    switch snapshot.program[address.slot].role {
    case .parameter: return first
    default: break
    }
    // Rows are samples, or the samples of one time step after those of another.
    return snapshot.batchSamples[safe: address.cell / max(shape.count / rows, 1) % batch] ?? first
  }

  /// The next or the previous sample of the same part.
  mutating func move(by step: Int, _ session: LessonSession, _ state: WorkbenchState) {
    guard let current = sample ?? shown(session, state) else { return }
    let last = max(session.count(of: current.part) - 1, 0)
    sample = SampleReference(part: current.part, index: min(max(current.index + step, 0), last))
    typed = nil
    letter = nil
  }
}

extension LessonSession {
  /// The words that samples are; nil where they are none.
  var words: LabeledWords? {
    guard case .words(let words) = setup.data.raw, !words.classNames.isEmpty else { return nil }
    return words
  }

  fileprivate func count(of part: DataPart) -> Int { part == .train ? setup.data.train.count : setup.data.test.count }
}
