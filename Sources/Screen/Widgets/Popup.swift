/// A box over everything else, in the middle, as large as its text needs.
public struct Popup: Widget {
  public var title: String
  public var lines: [StyledText]
  /// What the keys do, in the last row.
  public var footer: StyledText
  public var scroll: Int
  public var maximumWidth: Int

  public init(
    title: String, lines: [StyledText], footer: StyledText = StyledText(), scroll: Int = 0, maximumWidth: Int = 76
  ) {
    self.title = title
    self.lines = lines
    self.footer = footer
    self.scroll = scroll
    self.maximumWidth = max(maximumWidth, 4)
  }

  /// The box it will take inside `area`.
  public func box(in area: Rect, widths: CharacterWidth = CharacterWidth()) -> Rect {
    let longest = (lines.map(\.text) + [footer.text, title + "   "]).map { widths.columns(of: $0) }.max() ?? 0
    let width = min(longest + 4, maximumWidth, area.width)
    let rows = Paragraph(lines).laidOut(width: width - 4, widths: widths).count
    return area.centered(Size(width: width, height: rows + 2 + (footer.spans.isEmpty ? 0 : 2)))
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let box = box(in: area, widths: frame.widths)
    let border = Border(title: title, isFocused: true)
    frame.clipped(to: area) { frame in
      frame.fill(box)
      border.draw(in: box, on: &frame, theme: theme)
      let inside = border.inside(box).inset(left: 1, right: 1)
      let footerHeight = footer.spans.isEmpty ? 0 : inside.height >= 3 ? 2 : 0
      let body = inside.inset(bottom: footerHeight)
      let total = Paragraph(lines).laidOut(width: body.width, widths: frame.widths).count
      let scroll = Scroll(total: total, visible: body.height, offset: scroll)
      Paragraph(lines, scroll: scroll.offset).draw(in: body, on: &frame, theme: theme)
      ScrollBar(scroll).draw(in: border.inside(box), on: &frame, theme: theme)
      guard footerHeight > 0 else { return }
      frame.clipped(to: inside) { $0.put(footer, x: inside.x, y: inside.bottom - 1, base: theme.muted) }
    }
  }
}
