/// Text and counts, put as a message needs them; text from a file is made fit to be shown.
///
/// Files hold anything, escape sequences for the terminal included: control characters are written
/// as codes, and long text is cut.
public enum Quotation {
  /// In quotation marks: `"1o5"`.
  public static func quoted(_ text: String) -> String { "\"\(plain(text))\"" }

  public static func plain(_ text: String) -> String {
    // Long enough for names and numbers; a whole paragraph in one cell would fill the screen.
    let limit = 60
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          shown += "\\u{\(String(scalar.value, radix: 16))}"
        default: shown.unicodeScalars.append(scalar)
        }
      }
    }
    return text.unicodeScalars.count > limit ? shown + "…" : shown
  }

  /// `1 row`, `2 rows`.
  public static func counted(_ count: Int, _ one: String, _ several: String) -> String {
    "\(count) \(count == 1 ? one : several)"
  }

  /// `one of "a", "b" or "c"`, cut after twelve: whoever reads it wants the near ones, and those are suggested.
  public static func choice(of names: [String]) -> String {
    let shown = names.prefix(12).map(quoted)
    if names.count > shown.count {
      return "one of \(shown.joined(separator: ", ")) and \(names.count - shown.count) more"
    }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "nothing" }
    return "one of \(shown.dropLast().joined(separator: ", ")) or \(last)"
  }
}
