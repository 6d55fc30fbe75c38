/// A frame as text for files and pipes: plain, with terminal colors, or as a picture.
public enum ScreenText {
  /// Characters only, one line a row; in ASCII where these capabilities have no more.
  public static func plain(_ frame: Frame, _ capabilities: ScreenCapabilities = .full) -> String {
    guard !capabilities.isUnicode else { return frame.text }
    return frame.text.reduce(into: "") { text, character in
      let columns = max(frame.widths.columns(of: character), 1)
      text += String(repeating: String(ASCIIFallback.character(character)), count: columns)
    }
  }

  /// With the escape sequences a terminal of these capabilities understands.
  public static func ansi(_ frame: Frame, _ capabilities: ScreenCapabilities = .full) -> String {
    var text = ""
    for y in 0..<frame.size.height {
      var current = Style.plain
      for x in 0..<frame.size.width {
        let cell = frame[x, y]
        guard !cell.isContinuation else { continue }
        if cell.style != current {
          text += escape(cell.style, capabilities.colors)
          current = cell.style
        }
        if capabilities.isUnicode {
          text.append(cell.character)
        } else {
          let sign = ASCIIFallback.character(cell.character)
          text += String(repeating: String(sign), count: cell.isWide ? 2 : 1)
        }
      }
      if current != .plain { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }

  /// The sequence that sets a style, whatever was set before.
  static func escape(_ style: Style, _ colors: ScreenCapabilities.Colors) -> String {
    var codes = ["0"]
    if style.isBold { codes.append("1") }
    if style.isDim { codes.append("2") }
    if style.isItalic { codes.append("3") }
    if style.isUnderlined { codes.append("4") }
    if style.isReversed { codes.append("7") }
    if let code = code(style.foreground, colors, base: 30) { codes.append(code) }
    if let code = code(style.background, colors, base: 40) { codes.append(code) }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func code(_ color: Color, _ colors: ScreenCapabilities.Colors, base: Int) -> String? {
    guard case .indexed(let index) = color, colors != .mono else { return nil }
    switch index {
    case 0..<8: return String(base + Int(index))
    case 8..<16: return String(base + 60 + Int(index) - 8)
    default: return colors == .indexed256 ? "\(base + 8);5;\(index)" : nil
    }
  }
}
