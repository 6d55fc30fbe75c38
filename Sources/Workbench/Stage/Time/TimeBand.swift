import Screen

/// One kind of number over time as a heat map, units × time, with its name, scale and units at the left.
struct TimeBandView {
  let band: TimeScene.Band
  let scene: TimeScene
  let sample: Int
  let axis: TimeAxis
  /// The time step and row of the number looked at; nil when it is in another band.
  let cursor: (time: Int, row: Int)?
  /// The row to keep in sight where the number looked at is in another band.
  let row: Int

  /// Two rows stand in one line where a cell is one column wide.
  private static func rowsPerLine(_ axis: TimeAxis) -> Int { axis.cellWidth == 1 ? 2 : 1 }

  static func wantedHeight(rows: Int, _ axis: TimeAxis) -> Int {
    (rows + rowsPerLine(axis) - 1) / rowsPerLine(axis)
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !area.isEmpty, band.rows > 0 else { return }
    let rows = visibleRows(area.height)
    let columns = (0..<axis.count).map { scene.column(band, $0, sample: sample) }
    let scale = ColorScale.diverging(covering: columns.flatMap { $0 }, theme.capabilities)
    let values = rows.flatMap { row in
      axis.steps.map { time in
        let column = columns[time]
        return row < column.count ? column[column.startIndex + row] : nil
      }
    }
    let isWide = axis.cellWidth >= 7
    let mode: Heatmap.Mode = isWide || scene.state.view.mode == .signAndDigit ? scene.state.view.mode : .colors
    var map = Heatmap(
      rows: rows.count, columns: axis.steps.count, values: values, scale: scale, mode: mode,
      cursor: cursor.flatMap { place in
        axis.steps.contains(place.time) && rows.contains(place.row)
          ? Heatmap.Place(row: place.row - rows.lowerBound, column: place.time - axis.steps.lowerBound) : nil
      }, showsLegend: false, format: NumberFormat(glyphs: theme.capabilities.glyphs))
    map.showsMarks = false
    map.draw(
      in: Rect(x: area.x + axis.gutter, y: area.y, width: axis.width, height: area.height), on: &frame, theme: theme)
    drawNames(rows, scale, isEmpty: columns.allSatisfy(\.isEmpty), in: area, on: &frame, theme)
  }

  private func visibleRows(_ height: Int) -> Range<Int> {
    let count = min(band.rows, height * Self.rowsPerLine(axis))
    var start = min(max((cursor?.row ?? min(row, band.rows - 1)) - count / 2, 0), band.rows - count)
    // Halves begin with a whole line.
    if Self.rowsPerLine(axis) == 2 { start -= start % 2 }
    return start..<start + count
  }

  private func drawNames(
    _ rows: Range<Int>, _ scale: ColorScale, isEmpty: Bool, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let format = NumberFormat(significantDigits: 2, trimsZeros: true, glyphs: theme.capabilities.glyphs)
    let size = isEmpty ? "" : "\(theme.capabilities.isUnicode ? "±" : "+-")\(format.text(scale.high))"
    let part = rows.count < band.rows ? "\(rows.lowerBound)–\(rows.upperBound - 1)/\(band.rows)" : ""
    var names = [band.title]
    if area.height >= 3 { names += [size, part] } else if area.height == 2 { names.append(part.isEmpty ? size : part) }
    frame.clipped(to: Rect(x: area.x, y: area.y, width: axis.gutter - 1, height: area.height)) { frame in
      for (line, name) in names.enumerated() where line < area.height {
        let style = line > 0 ? theme.muted : cursor == nil ? theme.text : theme.accent
        frame.put(name, x: area.x + 1, y: area.y + line, style: style)
      }
    }
  }
}

/// Shares lines among parts that want so many: all get one first, then each in turn one more.
enum TimeRows {
  static func share(_ height: Int, among wanted: [Int]) -> [Int] {
    var given = wanted.map { _ in 0 }
    var left = max(height, 0)
    while left > 0 {
      let open = wanted.indices.filter { given[$0] < wanted[$0] }
      guard !open.isEmpty else { break }
      for index in open where left > 0 {
        given[index] += 1
        left -= 1
      }
    }
    return given
  }
}
