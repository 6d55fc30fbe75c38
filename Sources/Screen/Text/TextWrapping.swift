/// Breaks text into lines by columns: Latin between words, Chinese between characters.
///
/// A closing mark such as `，` or `）` never begins a line, an opening one such as `（` never ends one.
/// A word longer than a line is cut. Line breaks in the text are kept; spaces at a break are dropped.
public struct TextWrapping: Sendable {
  public let columns: Int
  public let widths: CharacterWidth

  public init(columns: Int, widths: CharacterWidth = CharacterWidth()) {
    self.columns = max(columns, 1)
    self.widths = widths
  }

  private static let neverFirst: Set<Character> = [
    "，", "。", "、", "；", "：", "？", "！", "）", "】", "」", "』", "》", "〉", "”", "’", "…", "—", "·", "％", "～", "〕",
    ",", ".", ";", ":", "?", "!", ")", "]", "}", "%",
  ]
  private static let neverLast: Set<Character> = ["（", "【", "「", "『", "《", "〈", "“", "‘", "〔", "(", "[", "{"]

  public func lines(_ text: String) -> [String] { lines(StyledText(text)).map(\.text) }

  public func lines(_ text: StyledText) -> [StyledText] {
    var lines: [StyledText] = []
    var paragraph: [Glyph] = []
    for span in text.spans {
      for character in span.text {
        if character.isNewline {
          lines += wrap(paragraph)
          paragraph = []
        } else {
          paragraph.append(
            Glyph(character: character, style: span.style, columns: widths.columns(of: character)))
        }
      }
    }
    return lines + wrap(paragraph)
  }

  private struct Glyph {
    let character: Character
    let style: Style
    let columns: Int
    var isSpace: Bool { character == " " }
  }

  /// One paragraph, at least one line.
  private func wrap(_ glyphs: [Glyph]) -> [StyledText] {
    var lines: [StyledText] = []
    var start = 0
    var used = 0
    var lastBreak: Int?
    var index = 0
    while index < glyphs.count {
      if index > start, mayBreak(before: index, in: glyphs) { lastBreak = index }
      // Spaces may hang over the edge: they are dropped there anyway.
      if used + glyphs[index].columns > columns, index > start, !glyphs[index].isSpace {
        let end = lastBreak ?? index
        lines.append(line(glyphs[start..<end], isCut: true))
        start = end
        while start < glyphs.count, glyphs[start].isSpace { start += 1 }
        index = start
        used = 0
        lastBreak = nil
        continue
      }
      used += glyphs[index].columns
      index += 1
    }
    if start < glyphs.count || lines.isEmpty { lines.append(line(glyphs[start...], isCut: false)) }
    return lines
  }

  private func mayBreak(before index: Int, in glyphs: [Glyph]) -> Bool {
    let previous = glyphs[index - 1]
    let next = glyphs[index]
    if next.isSpace { return false }
    if previous.isSpace { return true }
    guard isIdeographic(previous) || isIdeographic(next) else { return false }
    return !Self.neverFirst.contains(next.character) && !Self.neverLast.contains(previous.character)
  }

  private func isIdeographic(_ glyph: Glyph) -> Bool {
    glyph.columns == 2 || Self.neverFirst.contains(glyph.character) && glyph.character.utf8.count > 1
  }

  private func line(_ glyphs: ArraySlice<Glyph>, isCut: Bool) -> StyledText {
    var glyphs = glyphs
    while isCut || glyphs.count > columns, let last = glyphs.last, last.isSpace { glyphs.removeLast() }
    var text = StyledText()
    for glyph in glyphs {
      if let last = text.spans.last, last.style == glyph.style {
        text.spans[text.spans.count - 1].text.append(glyph.character)
      } else {
        text.append(String(glyph.character), glyph.style)
      }
    }
    return text
  }
}
