/// What a text is cut into: what one token is.
public enum TextUnit: String, Hashable, Sendable, CaseIterable, NamedChoice {
  /// Each character, spaces and line ends among them.
  case letters
  /// Small words, and each other sign for itself: `It's large-headed.` → it's · large · - · headed · .
  case words
  /// Sounds of a language, written with spaces between them: `HH AH L OW`.
  case sounds

  /// What a text that somebody gives can be cut into.
  public static let choices: [TextUnit] = [.letters, .words]

  /// One of them, as messages call it.
  public var noun: String {
    switch self {
    case .letters: "letter"
    case .words: "word"
    case .sounds: "sound"
    }
  }

  /// The tokens of a text in their order.
  ///
  /// - Parameter keepsCase: whether words stay as they are written; they become small otherwise.
  public func tokens(in text: String, keepingCase keepsCase: Bool = false) -> [String] {
    switch self {
    case .letters: text.map { String($0) }
    case .words: Self.words(of: keepsCase ? text : text.lowercased())
    case .sounds: text.uppercased().split(whereSeparator: \.isWhitespace).map(String.init)
    }
  }

  /// A word is a run of letters and digits; an apostrophe between two of them belongs to it.
  private static func words(of text: String) -> [String] {
    let signs = Array(text)
    var words: [String] = []
    var word = ""
    for (index, sign) in signs.enumerated() {
      let isInner =
        (sign == "'" || sign == "’") && !word.isEmpty && index + 1 < signs.count && signs[index + 1].isLetter
      if sign.isLetter || sign.isNumber || isInner {
        word.append(sign)
        continue
      }
      if !word.isEmpty { words.append(word) }
      word = ""
      if !sign.isWhitespace { words.append(String(sign)) }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// Tokens put together as they are read.
  func text(of tokens: [String]) -> String {
    switch self {
    case .letters: return tokens.joined()
    case .sounds: return tokens.joined(separator: " ")
    case .words:
      var text = ""
      for token in tokens {
        let clings = [",", ".", ";", ":", "!", "?", ")", "-", "%"].contains(token)
        let isTight = text.isEmpty || clings || text.hasSuffix("-") || text.hasSuffix("(")
        text += isTight ? token : " " + token
      }
      return text
    }
  }
}
