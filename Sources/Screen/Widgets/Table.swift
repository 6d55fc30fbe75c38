/// Rows and columns of text with a header, a chosen row, and scrolling.
public struct Table: Widget {
  public struct Column: Hashable, Sendable {
    public var title: String
    public var width: Layout.Length
    public var alignment: Alignment

    public init(_ title: String, _ width: Layout.Length = .weight(1), alignment: Alignment = .left) {
      self.title = title
      self.width = width
      self.alignment = alignment
    }
  }

  public var columns: [Column]
  public var rows: [[StyledText]]
  public var selected: Int?
  /// First row in sight; moved as needed to show the chosen one.
  public var scroll: Int
  public var showsHeader: Bool

  public init(
    _ columns: [Column], rows: [[StyledText]], selected: Int? = nil, scroll: Int = 0, showsHeader: Bool = true
  ) {
    self.columns = columns
    self.rows = rows
    self.selected = selected
    self.scroll = scroll
    self.showsHeader = showsHeader
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !area.isEmpty, !columns.isEmpty else { return }
    let hasHeader = showsHeader && area.height >= 2
    let body = area.inset(top: hasHeader ? 1 : 0)
    var scroll = Scroll(total: rows.count, visible: body.height, offset: scroll)
    if let selected { scroll.reveal(selected) }
    let hasBar = scroll.isNeeded && area.width >= 8
    let places = Layout.split(
      body.inset(right: hasBar ? 1 : 0), .horizontally, columns.map(\.width), spacing: 1)
    frame.clipped(to: area) { frame in
      if hasHeader {
        for (column, place) in zip(columns, places) {
          let header = Rect(x: place.x, y: area.y, width: place.width, height: 1)
          frame.put(column.title, in: header, alignment: column.alignment, style: theme.title)
        }
      }
      for (row, index) in scroll.range.enumerated() {
        draw(rows[index], places, y: body.y + row, on: &frame, theme)
        guard index == selected else { continue }
        frame.restyle(body.row(row), with: theme.selection)
        frame.cursor = Point(x: body.x, y: body.y + row)
      }
      if hasBar { ScrollBar(scroll).draw(in: body, on: &frame, theme: theme) }
    }
  }

  private func draw(_ cells: [StyledText], _ places: [Rect], y: Int, on frame: inout Frame, _ theme: Theme) {
    for ((cell, place), column) in zip(zip(cells, places), columns) where !place.isEmpty {
      let width = frame.widths.columns(of: cell.text)
      let spare = max(place.width - width, 0)
      let before =
        switch column.alignment {
        case .left: 0
        case .center: spare / 2
        case .right: spare
        }
      frame.clipped(to: Rect(x: place.x, y: y, width: place.width, height: 1)) { frame in
        frame.put(cell, x: place.x + before, y: y)
        guard width > place.width else { return }
        frame.put(theme.signs.ellipsis, x: place.right - 1, y: y, style: theme.muted)
      }
    }
  }
}
