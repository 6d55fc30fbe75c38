/// The frame around a plot: two axes with ticks, numbers, and what they mean; and the room inside.
///
/// In little room the numbers go first, then the axes, until only the curve is left.
public struct PlotAxes: Sendable {
  public var x: PlotScale
  public var y: PlotScale
  public var xTitle: String
  public var yTitle: String
  /// Columns kept free at the right, for labels at the ends of curves.
  public var rightMargin: Int

  public init(x: PlotScale, y: PlotScale, xTitle: String = "", yTitle: String = "", rightMargin: Int = 0) {
    self.x = x
    self.y = y
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.rightMargin = rightMargin
  }

  /// Where the parts of a plot are.
  public struct Parts: Hashable, Sendable {
    /// For the curve itself.
    public let inside: Rect
    /// One row above it; empty in little room.
    public let header: Rect
    /// The row of the horizontal axis; empty in little room.
    public let axis: Rect
  }

  public func parts(of area: Rect, theme: Theme) -> Parts {
    let headerHeight = area.height >= 4 ? 1 : 0
    let footerHeight = area.height >= 6 ? 2 : area.height >= 5 ? 1 : 0
    let rows = max(area.height - headerHeight - footerHeight, 0)
    let labelWidth = yTicks(rows: rows, theme).map { $0.label.count }.max() ?? 0
    let hasLabels = area.width >= 16 && labelWidth <= area.width / 3
    let left = hasLabels ? labelWidth + 1 : area.width >= 6 && footerHeight > 0 ? 1 : 0
    let right = area.width - left - rightMargin >= 10 ? rightMargin : 0
    let inside = area.inset(left: left, top: headerHeight, right: right, bottom: footerHeight)
    return Parts(
      inside: inside,
      header: headerHeight > 0 ? area.row(0) : .zero,
      axis: footerHeight > 0 ? Rect(x: inside.x, y: inside.bottom, width: inside.width, height: 1) : .zero)
  }

  private func yTicks(rows: Int, _ theme: Theme) -> [AxisTicks.Tick] {
    AxisTicks(y, count: max(rows / 3, 2), glyphs: theme.capabilities.glyphs).ticks
  }

  /// Draws axes and numbers; the curve comes after, into the parts returned.
  @discardableResult
  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) -> Parts {
    let parts = parts(of: area, theme: theme)
    let inside = parts.inside
    guard !inside.isEmpty else { return parts }
    frame.clipped(to: area) { frame in
      if !parts.header.isEmpty { frame.put(yTitle, in: parts.header, style: theme.muted) }
      guard !parts.axis.isEmpty else { return }
      drawLines(parts, on: &frame, theme)
      drawYNumbers(parts, area, on: &frame, theme)
      if area.bottom > parts.axis.bottom { drawXNumbers(parts, area, on: &frame, theme) }
    }
    return parts
  }

  private func drawLines(_ parts: Parts, on frame: inout Frame, _ theme: Theme) {
    let lines = theme.capabilities.isUnicode ? Borders.light : Borders.ascii
    let column = parts.inside.x - 1
    for y in parts.inside.rows { frame.put(lines.vertical, x: column, y: y, style: theme.border) }
    for x in parts.axis.columns { frame.put(lines.horizontal, x: x, y: parts.axis.y, style: theme.border) }
    frame.put(lines.bottomLeft, x: column, y: parts.axis.y, style: theme.border)
  }

  private func drawYNumbers(_ parts: Parts, _ area: Rect, on frame: inout Frame, _ theme: Theme) {
    let room = parts.inside.x - 1 - area.x
    var taken: Set<Int> = []
    for tick in yTicks(rows: parts.inside.height, theme) where tick.label.count <= room {
      guard let row = row(of: tick.value, in: parts.inside), taken.insert(row).inserted else { continue }
      frame.put(tick.label, x: parts.inside.x - 1 - tick.label.count, y: row, style: theme.muted)
    }
  }

  private func drawXNumbers(_ parts: Parts, _ area: Rect, on frame: inout Frame, _ theme: Theme) {
    let y = parts.axis.bottom
    let titleWidth = frame.widths.columns(of: xTitle)
    var limit = area.right
    if titleWidth > 0, titleWidth + 8 <= parts.inside.width {
      limit = area.right - titleWidth - 1
      frame.put(xTitle, x: area.right - titleWidth, y: y, style: theme.muted)
    }
    var free = area.x
    let ticks = AxisTicks(x, count: max(parts.inside.width / 10, 2), glyphs: theme.capabilities.glyphs).ticks
    for tick in ticks {
      guard let column = column(of: tick.value, in: parts.inside) else { continue }
      let start = max(min(column - tick.label.count / 2, limit - tick.label.count), area.x)
      // A number that had to give way to the title, away from its place, would say something false.
      guard start >= free, start...start + tick.label.count - 1 ~= column else { continue }
      free = frame.put(tick.label, x: start, y: y, style: theme.muted) + 1
    }
  }

  /// The column a number falls in; nil outside.
  public func column(of value: Double, in inside: Rect) -> Int? {
    place(x.position(value), inside.width).map { inside.x + $0 }
  }

  /// The row a number falls in; nil outside.
  public func row(of value: Double, in inside: Rect) -> Int? {
    place(y.position(value), inside.height).map { inside.bottom - 1 - $0 }
  }

  private func place(_ position: Double?, _ count: Int) -> Int? {
    guard let position, position > -1e-9, position < 1 + 1e-9, count > 0 else { return nil }
    return min(max(Int((position * Double(count - 1)).rounded()), 0), count - 1)
  }
}
