/// A line of a log as words with spaces between them. A word that has spaces, quotation marks or control
/// characters is written in quotation marks: `rename 2 "with \"momentum\""`.
public enum LogWords {
  public static func line(_ words: [String]) -> String { words.map(written).joined(separator: " ") }

  /// Nil when quotation marks do not match or something is escaped that needs not be: what is read can be
  /// written again only in one way.
  public static func words(_ line: String) -> [String]? {
    var words: [String] = []
    var rest = line.unicodeScalars[...]
    while !rest.isEmpty {
      guard let word = next(&rest) else { return nil }
      words.append(word)
      if rest.isEmpty { break }
      guard rest.removeFirst() == " ", !rest.isEmpty else { return nil }
    }
    return words
  }

  private static func written(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy { $0 != " " && $0 != "\"" && !needsEscape($0) }
    if isPlain { return word }
    return "\"" + word.unicodeScalars.map(escaped).joined() + "\""
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: scalar == "\\"
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
    return needsEscape(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
  }

  private static func next(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var word = String.UnicodeScalarView()
    guard rest.first == "\"" else {
      while let scalar = rest.first, scalar != " " {
        word.append(scalar)
        rest.removeFirst()
      }
      return word.isEmpty ? nil : String(word)
    }
    rest.removeFirst()
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return String(word) }
      guard scalar == "\\" else {
        word.append(scalar)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      if escaped != "u" {
        word.append(escaped)
        continue
      }
      guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}"),
        let scalar = UInt32(String(rest[..<end]), radix: 16).flatMap(Unicode.Scalar.init)
      else { return nil }
      word.append(scalar)
      rest = rest[rest.index(after: end)...]
    }
    return nil
  }
}
