/// Which cells of a heat map are shown, how wide each is, and where.
///
/// Colors take the largest cells that fit: two columns, one column, half a row. Numbers take as many
/// columns as leave them readable. When nothing fits, the part around the cursor is shown.
struct HeatmapPlan {
  private(set) var cellWidth = 1
  private(set) var isHalfHeight = false
  private(set) var shownRows = 0..<0
  private(set) var shownColumns = 0..<0
  /// Where the cells are; labels are above and to the left, the legend below.
  private(set) var cells = Rect.zero
  private(set) var legend = Rect.zero
  private(set) var labelWidth = 0
  private(set) var headerHeight = 0

  init(_ map: Heatmap, in area: Rect, theme: Theme, widths: CharacterWidth) {
    let hasHeader =
      !map.columnLabels.isEmpty
      || (map.showsMarks
        && (!map.litColumns.isEmpty || map.cursor != nil || map.window != nil || map.keepsMarkRoom))
    headerHeight = hasHeader && area.height >= 3 ? 1 : 0
    let longest = map.rowLabels.lazy.map { widths.columns(of: $0) }.max() ?? 0
    let hasMarks =
      map.showsMarks && (!map.litRows.isEmpty || map.cursor != nil || map.window != nil || map.keepsMarkRoom)
    let wanted = min(longest, area.width / 3) + (hasMarks || longest > 0 ? 1 : 0)
    labelWidth = area.width - wanted >= 2 ? wanted : 0
    let legendHeight = map.showsLegend && area.height - headerHeight >= 3 ? 1 : 0
    let room = area.inset(left: labelWidth, top: headerHeight, bottom: legendHeight)

    chooseCells(map, room, theme)
    let visibleColumns = max(min(map.columns, room.width / cellWidth), min(map.columns, 1))
    let visibleRows = min(map.rows, room.height * (isHalfHeight ? 2 : 1))
    // What the eye is to follow stays in sight.
    let column = map.cursor?.column ?? map.litColumns.first ?? map.window?.columns.first ?? map.inSight?.column
    let row = map.cursor?.row ?? map.litRows.first ?? map.window?.rows.first ?? map.inSight?.row
    shownColumns = Self.window(of: map.columns, visibleColumns, around: column)
    shownRows = Self.window(of: map.rows, visibleRows, around: row)
    if isHalfHeight, !shownRows.lowerBound.isMultiple(of: 2) {
      shownRows = (shownRows.lowerBound - 1)..<(shownRows.upperBound - 1)
    }
    let rowsOnScreen = isHalfHeight ? (shownRows.count + 1) / 2 : shownRows.count
    cells = Rect(x: room.x, y: room.y, width: min(shownColumns.count * cellWidth, room.width), height: rowsOnScreen)
    if legendHeight == 1 { legend = Rect(x: area.x, y: cells.bottom, width: area.width, height: 1) }
  }

  private mutating func chooseCells(_ map: Heatmap, _ room: Rect, _ theme: Theme) {
    switch map.mode {
    case .numbers, .both:
      // Sign, digit, point, and as many digits as wanted; then fewer, as long as two remain.
      let best = map.format.significantDigits + 4
      cellWidth = stride(from: best, through: 6, by: -1).first { $0 * map.columns <= room.width } ?? max(best - 1, 6)
    case .signAndDigit:
      cellWidth = 3 * map.columns <= room.width ? 3 : 2
    case .colors:
      let hasColors = theme.capabilities.colors == .indexed256
      let canHalve = theme.capabilities.isUnicode && hasColors
      if !hasColors, map.scale.ramp == .diverging, 3 * map.columns <= room.width {
        // Signs and digits stand in for colors: they need a gap.
        cellWidth = 3
      } else if 2 * map.columns <= room.width, map.rows <= room.height {
        cellWidth = 2
      } else if canHalve, map.rows > room.height || map.columns * 2 > room.width {
        cellWidth = 1
        isHalfHeight = true
      } else {
        cellWidth = map.columns * 2 <= room.width ? 2 : 1
      }
    }
  }

  /// `count` of `total`, with `focus` in the middle where possible.
  private static func window(of total: Int, _ count: Int, around focus: Int?) -> Range<Int> {
    let count = min(max(count, 0), total)
    let start = min(max((focus ?? 0) - count / 2, 0), total - count)
    return start..<(start + count)
  }

  func place(row: Int, column: Int) -> Point {
    let down = row - shownRows.lowerBound
    return Point(
      x: cells.x + (column - shownColumns.lowerBound) * cellWidth, y: cells.y + (isHalfHeight ? down / 2 : down))
  }
}
