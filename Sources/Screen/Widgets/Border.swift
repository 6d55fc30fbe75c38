/// A box around a panel: its number and title in the upper line, a note at the right, double lines
/// when it has the focus.
///
/// ```
/// ┌1 program ─────────── 3 of 9 ┐
/// ```
public struct Border: Widget {
  public var title: String
  /// The key that focuses the panel.
  public var number: Int?
  public var note: String
  public var isFocused: Bool

  public init(title: String = "", number: Int? = nil, note: String = "", isFocused: Bool = false) {
    self.title = title
    self.number = number
    self.note = note
    self.isFocused = isFocused
  }

  /// What is left for the panel.
  public func inside(_ area: Rect) -> Rect { area.inset(by: 1) }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.width >= 2, area.height >= 2 else { return }
    let lines = Borders.of(theme.capabilities.glyphs, isFocused: isFocused)
    let style = isFocused ? theme.focusedBorder : theme.border
    frame.clipped(to: area) { frame in
      let right = area.right - 1
      let bottom = area.bottom - 1
      for x in area.columns {
        frame.put(lines.horizontal, x: x, y: area.y, style: style)
        frame.put(lines.horizontal, x: x, y: bottom, style: style)
      }
      for y in area.rows {
        frame.put(lines.vertical, x: area.x, y: y, style: style)
        frame.put(lines.vertical, x: right, y: y, style: style)
      }
      frame.put(lines.topLeft, x: area.x, y: area.y, style: style)
      frame.put(lines.topRight, x: right, y: area.y, style: style)
      frame.put(lines.bottomLeft, x: area.x, y: bottom, style: style)
      frame.put(lines.bottomRight, x: right, y: bottom, style: style)
      drawTitle(in: area, on: &frame, theme, style)
    }
  }

  private func drawTitle(in area: Rect, on frame: inout Frame, _ theme: Theme, _ style: Style) {
    let room = Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: 1)
    let label = (number.map { "\($0) " } ?? "") + title
    guard !label.isEmpty, room.width > 0 else { return }
    let text = frame.widths.truncated(label + " ", to: room.width, ellipsis: theme.signs.ellipsis)
    let end = frame.put(text, x: room.x, y: room.y, style: (isFocused ? theme.focusedBorder : theme.title))
    let noteText = note.isEmpty ? "" : " \(note) "
    let noteColumns = frame.widths.columns(of: noteText)
    // The title matters more: a note without room is left out.
    guard noteColumns > 0, end + noteColumns < room.right else { return }
    frame.put(noteText, x: room.right - noteColumns, y: room.y, style: theme.muted.over(style))
  }
}
