import Autodiff
import Wording

/// A word, number or sign of a condition, with the characters it stands at.
struct ConditionToken {
  enum Kind: Hashable {
    case word(String)
    case number(Double)
    /// One of `( ) [ ] , + - * / == != < <= > >=`.
    case sign(String)
    case end
  }

  let kind: Kind
  /// As it is written.
  let text: String
  let range: Range<Int>
}

/// Cuts a condition into tokens.
///
/// `hidden1.weight[2,1] > 1e-3` is `hidden1.weight`, `[`, `2`, `,`, `1`, `]`, `>`, `1e-3`. A name may hold
/// letters, digits, `_` and `.`; a layer whose name has a hyphen is recognized because it is known, so
/// that `loss-1` stays a difference.
struct ConditionTokens {
  private let characters: [Character]
  /// Known names that are not plain words, longest first.
  private let unusualNames: [[Character]]
  private var place = 0

  /// Longer conditions are mistakes: a file pasted into the prompt.
  static let mostCharacters = 400

  static func tokens(of text: String, names: [String]) throws(ConditionProblem) -> [ConditionToken] {
    var reader = ConditionTokens(text, names: names)
    guard reader.characters.count <= mostCharacters else {
      throw ConditionProblem(
        mostCharacters..<reader.characters.count,
        found: BilingualText("\(reader.characters.count) characters", zh: "\(reader.characters.count) 个字符"),
        needed: BilingualText("at most \(mostCharacters)", zh: "至多 \(mostCharacters) 个"))
    }
    var tokens: [ConditionToken] = []
    while let token = try reader.next() { tokens.append(token) }
    let end = reader.characters.count
    tokens.append(ConditionToken(kind: .end, text: "", range: end..<end + 1))
    return tokens
  }

  private init(_ text: String, names: [String]) {
    characters = Array(text)
    unusualNames = names.filter { !Self.isPlain($0) }.map(Array.init).sorted { $0.count > $1.count }
  }

  private static func isPlain(_ name: String) -> Bool {
    name.first.map { $0.isLetter || $0 == "_" } == true && name.allSatisfy(isPartOfWord)
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  private mutating func next() throws(ConditionProblem) -> ConditionToken? {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
    guard place < characters.count else { return nil }
    if let name = unusualNames.first(where: startsHere) { return take(name.count) { .word($0) } }
    let first = characters[place]
    if Self.isDigit(first) || first == "." { return try number() }
    if first.isLetter || first == "_" { return take(wordLength(at: place)) { .word($0) } }
    return try sign()
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

  private func startsHere(_ name: [Character]) -> Bool {
    let end = place + name.count
    guard end <= characters.count, characters[place..<end].elementsEqual(name) else { return false }
    // `conv-1` is not the beginning of `conv-10`.
    return end == characters.count || !Self.isPartOfWord(characters[end])
  }

  private func wordLength(at start: Int) -> Int {
    characters[start...].prefix(while: Self.isPartOfWord).count
  }

  private mutating func take(_ length: Int, _ kind: (String) -> ConditionToken.Kind) -> ConditionToken {
    let range = place..<place + length
    place += length
    let text = String(characters[range])
    return ConditionToken(kind: kind(text), text: text, range: range)
  }

  /// `12`, `0.5`, `.5`, `1e-3`.
  private mutating func number() throws(ConditionProblem) -> ConditionToken {
    var end = place
    while end < characters.count {
      let character = characters[end]
      let isExponentSign = (character == "-" || character == "+") && end > place && "eE".contains(characters[end - 1])
      guard Self.isPartOfWord(character) || isExponentSign else { break }
      end += 1
    }
    let text = String(characters[place..<end])
    guard text.allSatisfy(\.isASCII), let value = Double(text), value.isFinite else {
      let quoted = Quotation.quoted(text)
      throw ConditionProblem(
        place..<end, found: BilingualText(quoted, zh: quoted),
        needed: BilingualText("a number such as 2, 0.5 or 1e-3", zh: "数字，例如 2、0.5 或 1e-3"))
    }
    return take(end - place) { _ in .number(value) }
  }

  /// What people write who come from other languages.
  private static let otherSigns = [
    "=": "==", "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", "<>": "!=", "=>": ">=", "=<": "<=",
    "===": "==",
  ]

  /// The same with the signs of mathematics.
  private static let mathematicalSigns: [Character: String] = [
    "≤": "<=", "≥": ">=", "≠": "!=", "−": "-", "·": "*", "×": "*", "÷": "/",
  ]

  private mutating func sign() throws(ConditionProblem) -> ConditionToken {
    let first = characters[place]
    if let plain = Self.mathematicalSigns[first] { return take(1) { _ in .sign(plain) } }
    if "()[],+-/".contains(first) { return take(1) { .sign($0) } }
    let run = String(characters[place...].prefix { "=<>!&|*^".contains($0) }.prefix(3))
    if ["==", "!=", "<", "<=", ">", ">=", "*"].contains(run) { return take(run.count) { .sign($0) } }
    let length = max(run.count, 1)
    let text = String(characters[place..<place + length])
    let quoted = Quotation.quoted(text)
    throw ConditionProblem(
      place..<place + length, found: BilingualText(quoted, zh: quoted),
      needed: BilingualText(
        "a name, a number or one of == != < <= > >= + - * / ( ) [ ]", zh: "名称、数字，或 == != < <= > >= + - * / ( ) [ ] 之一"),
      suggestion: Self.otherSigns[text])
  }
}
