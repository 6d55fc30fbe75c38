/// An image, or a map of an image's features, as a picture: two columns a pixel where there is room, else half-blocks
/// with two pixels a cell; signs and shades where there is no color. With its padding, a window on it, and marks.
///
/// Padding is no pixel and looks like none; a value that is not computed yet is `·`. What does not fit is scrolled so
/// that what is looked at stays in sight. Marks beside the rows and above the columns show the window without color.
public struct PixelImage: Widget {
  public typealias Place = Heatmap.Place

  public let rows: Int
  public let columns: Int
  private let values: [Float?]
  public var scale: ColorScale
  /// Rows and columns of padding drawn on each side.
  public var padding: Int
  /// Places inside the image that have no number, such as those where a weight lies on padding.
  public var gaps: Set<Place> = []
  /// Where a window lies, in pixels; it may reach into the padding.
  public var window: Heatmap.Window?
  public var cursor: Place?
  /// An ASCII sign on single pixels, such as `*` for the winner of a pooling window.
  public var marks: [Place: Character]
  /// A pixel to keep in sight where there is neither cursor nor window.
  public var inSight: Place?
  /// Whether there is room for marks beside and above.
  public var hasMargins: Bool

  /// `values` row by row; missing ones count as not computed.
  public init(
    rows: Int, columns: Int, values: [Float?], scale: ColorScale, padding: Int = 0, window: Heatmap.Window? = nil,
    cursor: Place? = nil, marks: [Place: Character] = [:], inSight: Place? = nil, hasMargins: Bool = true
  ) {
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
    self.values = values
    self.scale = scale
    self.padding = max(padding, 0)
    self.window = window
    self.cursor = cursor
    self.marks = marks
    self.inSight = inSight
    self.hasMargins = hasMargins
  }

  func value(_ row: Int, _ column: Int) -> Float? {
    guard contains(row, column) else { return nil }
    let index = row * columns + column
    return index < values.count ? values[index] : nil
  }

  func contains(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < rows && column >= 0 && column < columns
      && (gaps.isEmpty || !gaps.contains(Place(row: row, column: column)))
  }

  func isInWindow(_ row: Int, _ column: Int) -> Bool { window?.contains(row, column) ?? false }

  /// The sizes in which all of it can be shown, the largest first.
  public func sizes(_ theme: Theme) -> [Size] { PixelDensity.choices(scale, theme).map(size) }

  /// The largest of them that fits into some room, else the smallest.
  public func size(in room: Size, theme: Theme) -> Size {
    let sizes = sizes(theme)
    return sizes.first { $0.width <= room.width && $0.height <= room.height } ?? sizes.last ?? .zero
  }

  private func size(_ density: PixelDensity) -> Size {
    let margin = hasMargins ? 1 : 0
    return Size(
      width: density.width(columns + 2 * padding) + margin,
      height: density.groups(rows: rows, padding: padding).count + margin)
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty, rows > 0, columns > 0 else { return }
    let plan = PixelImagePlan(self, in: area, theme)
    frame.clipped(to: area) { frame in
      drawMargins(plan, on: &frame, theme)
      frame.clipped(to: plan.area) { frame in
        for (index, group) in plan.shownGroups.enumerated() {
          for column in plan.shownColumns {
            let point = Point(
              x: plan.area.x + (column - plan.shownColumns.lowerBound) * plan.density.columns, y: plan.area.y + index)
            if plan.density == .halves {
              drawHalves(group, column, at: point, on: &frame, theme)
            } else {
              drawCell(group.lowerBound, column, plan, at: point, on: &frame, theme)
            }
          }
        }
      }
    }
  }

  private func drawMargins(_ plan: PixelImagePlan, on frame: inout Frame, _ theme: Theme) {
    guard plan.hasMargins else { return }
    let marked = window ?? cursor.map { Heatmap.Window(rows: $0.row..<$0.row + 1, columns: $0.column..<$0.column + 1) }
    let (x, y) = (plan.area.x - 1, plan.area.y - 1)
    for (index, group) in plan.shownGroups.enumerated() where marked?.rows.overlaps(group) ?? false {
      frame.put(theme.signs.rowMark, x: x, y: plan.area.y + index, style: theme.accent)
    }
    for column in plan.shownColumns where marked?.columns.contains(column) ?? false {
      let left = plan.area.x + (column - plan.shownColumns.lowerBound) * plan.density.columns
      frame.put(theme.signs.columnMark, x: left + plan.density.columns - 1, y: y, style: theme.accent)
    }
    // Where there is more than is shown.
    if plan.shownColumns.lowerBound > -padding { frame.put(theme.signs.left, x: x, y: y, style: theme.muted) }
    if plan.shownColumns.upperBound < columns + padding {
      frame.put(theme.signs.right, x: plan.area.right - 1, y: y, style: theme.muted)
    }
    if plan.hasMoreAbove { frame.put(theme.signs.up, x: x, y: plan.area.y, style: theme.muted) }
    if plan.hasMoreBelow { frame.put(theme.signs.down, x: x, y: plan.area.bottom - 1, style: theme.muted) }
  }
}
