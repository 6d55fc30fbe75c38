/// Running text in several styles, wrapped to the width it gets, scrolled by whole lines.
public struct Paragraph: Widget {
  public var lines: [StyledText]
  public var isWrapped: Bool
  /// Lines left out above.
  public var scroll: Int
  public var alignment: Alignment

  public init(_ lines: [StyledText], isWrapped: Bool = true, scroll: Int = 0, alignment: Alignment = .left) {
    self.lines = lines
    self.isWrapped = isWrapped
    self.scroll = max(scroll, 0)
    self.alignment = alignment
  }

  public init(_ text: String, style: Style = .plain, isWrapped: Bool = true, scroll: Int = 0) {
    self.init([StyledText(text, style)], isWrapped: isWrapped, scroll: scroll)
  }

  /// The lines as they will be drawn: to know how high a text is before placing it.
  public func laidOut(width: Int, widths: CharacterWidth = CharacterWidth()) -> [StyledText] {
    guard isWrapped else { return lines }
    let wrapping = TextWrapping(columns: width, widths: widths)
    return lines.flatMap { wrapping.lines($0) }
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !area.isEmpty else { return }
    let all = laidOut(width: area.width, widths: frame.widths)
    // Scrolled too far, the last line stays in sight.
    let first = min(scroll, max(all.count - 1, 0))
    frame.clipped(to: area) { frame in
      for (row, line) in all.dropFirst(first).prefix(area.height).enumerated() {
        let spare = max(area.width - frame.widths.columns(of: line.text), 0)
        let before =
          switch alignment {
          case .left: 0
          case .center: spare / 2
          case .right: spare
          }
        frame.put(line, x: area.x + before, y: area.y + row, base: theme.text)
      }
    }
  }
}
