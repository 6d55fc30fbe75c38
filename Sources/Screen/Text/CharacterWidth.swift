/// How many columns text takes on a terminal, which is not how many characters it has.
///
/// `abc` takes 3, `梯度` takes 4, `é` takes 1 in either spelling. It has its own table (``WidthTable``)
/// so that a layout is the same on every machine. Emoji sequences are cut to their first sign:
/// terminals disagree about them, and nothing here needs one.
public struct CharacterWidth: Hashable, Sendable {
  /// Columns of East Asian ambiguous characters, 1 or 2.
  public let ambiguous: Int

  public init(ambiguous: Int = 1) { self.ambiguous = ambiguous == 2 ? 2 : 1 }

  /// Columns of one character: 0, 1, or 2. Control characters count 1, since they are drawn as a sign.
  public func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    return columns(of: first)
  }

  public func columns(of text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0xA1 { return 1 }
    // Box drawing, blocks, and braille are most of a screen.
    if value >= 0x2800, value < 0x2900 { return 1 }
    if value >= 0x2500, value < 0x2590 { return ambiguous }
    if isZeroWidth(scalar) { return 0 }
    if WidthTable.contains(value, in: WidthTable.wide) { return 2 }
    if ambiguous == 2, WidthTable.contains(value, in: WidthTable.ambiguous) { return 2 }
    return 1
  }

  private func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    // Vowels and final consonants of Korean letter sequences join the wide character before them.
    if scalar.value >= 0x1160, scalar.value <= 0x11FF { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return true
    default: return false
    }
  }

  /// The character as it can be put on a screen, or nil when it would take no place at all.
  ///
  /// Control characters become `·`; of a sequence only the first sign and its accents stay.
  func drawable(_ character: Character) -> (character: Character, columns: Int)? {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return nil }
    if first.value < 0x7F, first.value >= 0x20, scalars.count == 1 { return (character, 1) }
    if first.properties.generalCategory == .control { return ("·", columns(of: "·" as Character)) }
    let columns = columns(of: first)
    guard columns > 0 else { return nil }
    if scalars.count == 1 { return (character, columns) }
    var kept = String.UnicodeScalarView([first])
    // Four accents are what a terminal library stores in one cell.
    for mark in scalars.dropFirst().lazy.filter(isAccent).prefix(4) { kept.append(mark) }
    return (Character(String(kept)), columns)
  }

  private func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    // Variation selectors are marks too, but change the width of what is before them.
    scalar.properties.generalCategory == .nonspacingMark && !(0xFE00...0xFE0F).contains(scalar.value)
  }

  /// The longest beginning of `text` that fits in `limit` columns; cut text ends in `ellipsis`.
  public func truncated(_ text: String, to limit: Int, ellipsis: String = "…") -> String {
    if columns(of: text) <= limit { return text }
    let mark = columns(of: ellipsis) <= limit ? ellipsis : ""
    var left = limit - columns(of: mark)
    var result = ""
    for character in text {
      left -= columns(of: character)
      guard left >= 0 else { break }
      result.append(character)
    }
    return result + mark
  }

  /// `text` with spaces to `limit` columns; longer text is cut.
  public func padded(_ text: String, to limit: Int, alignment: Alignment = .left) -> String {
    let cut = truncated(text, to: max(limit, 0))
    let spare = max(limit - columns(of: cut), 0)
    let before =
      switch alignment {
      case .left: 0
      case .center: spare / 2
      case .right: spare
      }
    return String(repeating: " ", count: before) + cut + String(repeating: " ", count: spare - before)
  }
}

/// Where text stands in a wider place.
public enum Alignment: Hashable, Sendable { case left, center, right }
