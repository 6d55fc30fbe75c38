/// Key names, both ways, for `--keys "n n Enter C-c"`, session files, help, and tests.
extension Key {
  private static let named: [(key: Key, name: String)] = [
    (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "S-Tab"), (.backspace, "Backspace"),
    (.delete, "Delete"), (.insert, "Insert"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
    (.shiftUp, "S-Up"), (.shiftDown, "S-Down"), (.shiftLeft, "S-Left"), (.shiftRight, "S-Right"),
    (.home, "Home"), (.end, "End"), (.pageUp, "PageUp"), (.pageDown, "PageDown"), (.character(" "), "Space"),
  ]

  /// Other spellings people try.
  private static let aliases: [String: Key] = [
    "return": .enter, "escape": .escape, "backtab": .backTab, "del": .delete, "ins": .insert, "pgup": .pageUp,
    "pgdn": .pageDown, "pgdown": .pageDown, "bs": .backspace, "spc": .character(" "),
  ]

  /// `n`, `N`, `Space`, `Enter`, `S-Tab`, `C-c`, `F1`.
  public var name: String {
    switch self {
    case .character(let character) where character != " ": String(character)
    case .control(let character): "C-\(character)"
    case .function(let number): "F\(number)"
    default: Self.named.first { $0.key == self }?.name ?? "?"
    }
  }

  /// Reads a name. Single letters keep their case; names do not mind theirs.
  public init?(name: some StringProtocol) {
    let text = String(name)
    if let only = text.first, text.count == 1 {
      self = .character(only)
      return
    }
    let lowered = text.lowercased()
    if let key = Self.named.first(where: { $0.name.lowercased() == lowered })?.key ?? Self.aliases[lowered] {
      self = key
    } else if lowered.hasPrefix("c-"), text.count == 3, let letter = lowered.last {
      self = .control(letter)
    } else if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()), (1...24).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// A word of a key script that is no key.
  public struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public let position: Int

    public var description: String {
      "“\(name)” (word \(position)) is no key; write a single character, or "
        + Key.named.map(\.name).joined(separator: ", ") + ", C-c, F1…F24"
    }
  }

  /// Reads keys separated by spaces.
  public static func script(_ text: some StringProtocol) throws(UnknownName) -> [Key] {
    var keys: [Key] = []
    for (index, word) in text.split(whereSeparator: \.isWhitespace).enumerated() {
      guard let key = Key(name: word) else { throw UnknownName(name: String(word), position: index + 1) }
      keys.append(key)
    }
    return keys
  }
}
