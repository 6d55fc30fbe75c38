/// What the text of one cell says.
enum TableCell: Hashable {
  /// A finite number.
  case number(Float)
  case text(String)
  /// Nothing, or one of the usual words for it.
  case missing

  private static let wordsForNothing: Set<String> = ["", "na", "n/a", "nan", "null", "?"]

  init(_ field: String) {
    let text = Self.trimmed(field)
    if Self.wordsForNothing.contains(text.lowercased()) {
      self = .missing
    } else if let number = Self.number(text) {
      self = .number(number)
    } else {
      self = .text(text)
    }
  }

  /// Decimal notation only: Swift would also take `inf` and `0x1p3`, which are words in a table.
  private static func number(_ text: String) -> Float? {
    let isDecimal = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    guard isDecimal, let number = Float(text), number.isFinite else { return nil }
    return number
  }

  /// `3,5` → `3.5`, `−2` → `-2`: how a number was probably meant.
  static func nearestNumber(_ text: String) -> String? {
    let rewritten = String(
      text.map { letter in
        switch letter {
        case ",": "."
        case "−", "–": "-"
        case "o", "O": "0"
        case "l", "I": "1"
        default: letter
        }
      })
    return rewritten != text && number(rewritten) != nil ? rewritten : nil
  }

  static func trimmed(_ field: String) -> String {
    guard let first = field.firstIndex(where: { !$0.isWhitespace }),
      let last = field.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(field[first...last])
  }
}
