import Datasets
import Stepping

/// The text that is looked at: one that was typed, one that was chosen, else that of the sample under the cursor; and
/// how the network is to write.
struct TextBench: Hashable, Sendable {
  /// As it was typed; nil while nothing was.
  var typed: String?
  var sample: SampleReference?
  var decoding = Decoding(.greedy)
  /// How many tokens are written; nil for all.
  var most: Int?
  /// The written token whose probabilities are shown; nil for the last.
  var place: Int?

  /// A text that can be read, and what is known about it.
  struct Subject: Hashable, Sendable {
    let text: String
    let tokens: [Int]
    /// Nil for a text that was typed.
    let sample: SampleReference?
    /// What is right, of a sample: the name of its class, or what is to be written.
    let answer: String?
  }

  /// What is looked at; nil where samples are no texts.
  func subject(_ session: LessonSession, _ state: WorkbenchState) -> Subject? {
    guard let texts = session.texts else { return nil }
    let vocabulary = texts.tokens.source.vocabulary
    if let typed, let tokens = try? Self.tokens(of: typed, texts) {
      return Subject(text: vocabulary.text(of: tokens), tokens: tokens, sample: nil, answer: nil)
    }
    // A model that knows how texts begin begins there, until a sample is chosen.
    if texts.question == .nextToken, sample == nil, vocabulary.start != nil {
      return Subject(text: "", tokens: [], sample: nil, answer: nil)
    }
    guard let reference = SampleInView.reference(sample, session, state),
      let example = SampleInView.example(reference, session)
    else { return nil }
    let seen = texts.seen(example).filter { $0 != vocabulary.start }
    guard texts.question == .nextToken else {
      return Subject(text: texts.text(example), tokens: seen, sample: reference, answer: texts.answer(example))
    }
    // A piece out of a long text is written anew from its first token.
    let tokens = vocabulary.start == nil ? seen.prefix(1) : seen.prefix(texts.tokens.source.length - 1)
    return Subject(text: texts.text(example), tokens: Array(tokens), sample: reference, answer: nil)
  }

  /// The tokens of a typed text; a beginning that is to be continued may be empty.
  static func tokens(of text: String, _ texts: TokenizedTexts) throws(TokenError) -> [Int] {
    let isContinued = texts.question == .nextToken
    let length = texts.tokens.source.length
    if isContinued, text.isEmpty, texts.tokens.source.vocabulary.start != nil { return [] }
    let tokens = try texts.tokens.source.vocabulary.tokens(of: text, most: isContinued ? length - 1 : length)
    // A network that has never met padding takes it for a token like any other.
    guard texts.hasPadding || isContinued || tokens.count == length else {
      throw .tooShort(text, count: tokens.count, texts.tokens.source.vocabulary.unit, length: length)
    }
    return tokens
  }

  func request(_ session: LessonSession, _ state: WorkbenchState) -> TextRequest? {
    subject(session, state).map { TextRequest(tokens: $0.tokens, decoding: decoding, most: most) }
  }
}

extension LessonSession {
  /// The texts that samples are; nil where they are none.
  var texts: TokenizedTexts? {
    if case .texts(let texts) = setup.data.raw { texts } else { nil }
  }
}
