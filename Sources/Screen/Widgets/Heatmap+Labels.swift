/// What stands around the cells of a heat map: names, marks for lit rows and columns, the scale.
extension Heatmap {
  func drawLabels(_ plan: HeatmapPlan, on frame: inout Frame, _ theme: Theme) {
    if plan.labelWidth > 0 {
      for row in plan.shownRows where !plan.isHalfHeight || row.isMultiple(of: 2) || isMarked(row: row) {
        let y = plan.place(row: row, column: plan.shownColumns.lowerBound).y
        let x = plan.cells.x - plan.labelWidth
        if row < rowLabels.count {
          let label = frame.widths.padded(rowLabels[row], to: plan.labelWidth - 1, alignment: .right)
          frame.put(label, x: x, y: y, style: isMarked(row: row) ? theme.accent : theme.muted)
        }
        if isMarked(row: row) { frame.put(theme.signs.rowMark, x: plan.cells.x - 1, y: y, style: theme.accent) }
      }
    }
    drawSignsOfMore(plan, on: &frame, theme)
    guard plan.headerHeight > 0 else { return }
    let y = plan.cells.y - 1
    for column in plan.shownColumns {
      let x = plan.place(row: plan.shownRows.lowerBound, column: column).x
      let isMarked = isMarked(column: column)
      // Where a cell has one column, there is room for the names that are single letters.
      if column < columnLabels.count, plan.cellWidth > 1 || frame.widths.columns(of: columnLabels[column]) == 1 {
        let width = max(plan.cellWidth - 1, 1)
        let label = frame.widths.padded(columnLabels[column], to: width, alignment: .right)
        frame.put(label, x: x, y: y, style: isMarked ? theme.accent : theme.muted)
      }
      guard isMarked else { continue }
      frame.put(theme.signs.columnMark, x: x + (plan.cellWidth - 1), y: y, style: theme.accent)
    }
  }

  /// Without a legend to say which part is shown, small signs point to where there is more.
  private func drawSignsOfMore(_ plan: HeatmapPlan, on frame: inout Frame, _ theme: Theme) {
    guard plan.legend.isEmpty, !plan.cells.isEmpty else { return }
    let signs = theme.signs
    if plan.headerHeight > 0 {
      let y = plan.cells.y - 1
      if plan.shownColumns.lowerBound > 0 { frame.put(signs.left, x: plan.cells.x, y: y, style: theme.muted) }
      if plan.shownColumns.upperBound < columns {
        frame.put(signs.right, x: plan.cells.right, y: y, style: theme.muted)
        frame.put(signs.right, x: plan.cells.right - 2, y: y, style: theme.muted)
      }
    }
    guard plan.labelWidth > 0, rowLabels.isEmpty else { return }
    let x = plan.cells.x - 1
    if plan.shownRows.lowerBound > 0 { frame.put(signs.up, x: x, y: plan.cells.y, style: theme.muted) }
    if plan.shownRows.upperBound < rows { frame.put(signs.down, x: x, y: plan.cells.bottom - 1, style: theme.muted) }
  }

  private func isMarked(row: Int) -> Bool {
    litRows.contains(row) || cursor?.row == row || window?.rows.contains(row) ?? false
  }

  private func isMarked(column: Int) -> Bool {
    litColumns.contains(column) || cursor?.column == column || window?.columns.contains(column) ?? false
  }

  /// `−0.500 ▇▇▇▇▇▇▇▇▇ 0.500` and, when only a part is shown, which.
  func drawLegend(_ plan: HeatmapPlan, on frame: inout Frame, _ theme: Theme) {
    let format = NumberFormat(significantDigits: 3, trimsZeros: true, glyphs: theme.capabilities.glyphs)
    var text = StyledText(format.text(scale.low) + " ", theme.muted)
    for sample in scale.samples {
      if mode == .numbers || mode == .signAndDigit || scale.color(of: sample) == nil, scale.colors != .indexed256 {
        let sign = scale.ramp == .diverging ? scale.digit(of: sample) : scale.shade(of: sample)
        text.append(String(sign), scale.style(of: sample))
      } else {
        text.append(" ", scale.style(of: sample))
      }
    }
    text.append(" " + format.text(scale.high), theme.muted)
    var shown: [String] = []
    if plan.shownRows.count < rows { shown.append("rows " + part(plan.shownRows, of: rows, theme)) }
    if plan.shownColumns.count < columns { shown.append("columns " + part(plan.shownColumns, of: columns, theme)) }
    let note = StyledText(shown.joined(separator: "  "), theme.muted)
    let whole = shown.isEmpty ? text : text + "  " + note
    // Without room for both, which part is shown matters more than the scale.
    let fits = frame.widths.columns(of: whole.text) <= plan.legend.width
    frame.put(fits || shown.isEmpty ? whole : note, x: plan.legend.x, y: plan.legend.y)
  }

  private func part(_ shown: Range<Int>, of total: Int, _ theme: Theme) -> String {
    let dash = theme.capabilities.isUnicode ? "–" : "-"
    return "\(shown.lowerBound)\(dash)\(max(shown.upperBound - 1, shown.lowerBound)) of \(total)"
  }
}
