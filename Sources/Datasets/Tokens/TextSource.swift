/// Where texts come from, and what is to be told about them.
public enum TextSource: Sendable {
  /// The words in the first column of a file with a header: letter by letter the next one.
  case wordList(file: String)
  /// Lines of a class and a text, separated by tabs, under a header with the names of the columns.
  case labeled(file: String, label: String, text: String)
  /// Lines of a word and its sounds, separated by a tab, under a header: one leads to the other.
  case transcription(file: String)
  /// A whole text, whose next letter or word is to be told.
  case running(file: String)
  /// Sentences made from a seed, `count` of them when nothing else is asked for.
  case generated(any TextGenerator, count: Int)

  /// Whether each next token is to be told from those before it, and nothing else.
  public var tellsNextToken: Bool {
    switch self {
    case .wordList, .running: true
    case .labeled, .transcription, .generated: false
    }
  }

  /// The file that is needed; nil for generated texts.
  public var file: String? {
    switch self {
    case .wordList(let file), .labeled(let file, _, _), .transcription(let file), .running(let file): file
    case .generated: nil
    }
  }

  /// How many tokens are seen where nothing is said; nil where the texts decide.
  public var usualContext: Int? {
    switch self {
    // 99.6 % of the definitions are whole.
    case .labeled: 16
    // What a line of a book has; the windows of W6b, see `backstep benchmark`.
    case .running: 64
    case .wordList, .transcription, .generated: nil
    }
  }

  /// How many tokens there are at most where nothing is said; nil where all are known beforehand, as letters are.
  public var usualVocabulary: Int? {
    switch self {
    // Nearly all words of the definitions; the rarest stay unknown, so that what is unknown is learned as well.
    case .labeled: 5000
    case .running: 2000
    case .generated(let generator, _) where generator.usualLag == nil: 2000
    case .generated, .wordList, .transcription: nil
    }
  }

  /// What a text is cut into where nothing is said.
  public static let usualUnit = TextUnit.letters

  /// Whether somebody may say how much of a text is seen.
  public var takesContext: Bool { usualContext != nil }

  /// Whether somebody may say what it is cut into.
  public var takesUnit: Bool {
    if case .running = self { return true }
    return false
  }

  /// What is to be told.
  public var kind: TextKind {
    switch self {
    case .wordList, .running: .nextToken
    case .labeled, .generated: .classes
    case .transcription: .transcription
    }
  }
}

/// What is asked about texts: networks for one kind do not fit another.
public enum TextKind: Hashable, Sendable {
  case classes, nextToken, transcription
}
