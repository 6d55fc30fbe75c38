/// What is written around the curves: names at their ends, the legend, the cross-hair's values.
extension LinePlot {
  /// The last sample that is in sight.
  private func end(of index: Int, _ axes: PlotAxes, _ inside: Rect) -> Point? {
    for sample in series[index].samples.reversed() {
      if let x = axes.column(of: sample.x, in: inside), let y = axes.row(of: sample.y, in: inside) {
        return Point(x: x, y: y)
      }
    }
    return nil
  }

  /// Names to the right of the curves, pushed apart where they would meet; or digits on the curves.
  func drawEnds(_ axes: PlotAxes, _ inside: Rect, hasLabels: Bool, on frame: inout Frame, _ theme: Theme) {
    var taken: Set<Int> = []
    for index in series.indices where !series[index].isFaint {
      guard let end = end(of: index, axes, inside) else { continue }
      if series[index].samples.count == 1 {
        frame.put(theme.signs.pointMark(index), x: end.x, y: end.y, style: style(index, theme))
      }
      if hasLabels {
        let rows = inside.rows.sorted { abs($0 - end.y) < abs($1 - end.y) }
        guard let row = rows.first(where: { !taken.contains($0) }) else { continue }
        taken.insert(row)
        let name = frame.widths.truncated(series[index].name, to: 12, ellipsis: theme.signs.ellipsis)
        frame.put(name, x: inside.right + 1, y: row, style: style(index, theme))
      } else if series.count > 1, inside.height >= 2 {
        frame.put(digit(index), x: end.x, y: end.y, style: style(index, theme).with(.bold))
      }
    }
  }

  /// Counted through the curves that have a name on them: the same curve has the same digit in plots with and without
  /// faint ones.
  private func digit(_ index: Int) -> Character {
    Character(String(series[...index].count { !$0.isFaint } % 10))
  }

  /// The row above: values at the cross-hair, or the list of curves where their names did not fit.
  func drawHeader(
    _ axes: PlotAxes, _ parts: PlotAxes.Parts, hasLegend: Bool, on frame: inout Frame, _ theme: Theme
  ) {
    guard !parts.header.isEmpty else { return }
    if let crosshair {
      // What matters less gives way: digits, then names, which the curves' own digits stand for.
      let wordings = [(4, true), (3, true), (3, false)].map { readout(at: crosshair, digits: $0.0, named: $0.1, theme) }
      let fitting = wordings.first { frame.widths.columns(of: $0.text) <= parts.header.width }
      drawText(fitting ?? wordings[2], in: parts.header, on: &frame)
    } else if hasLegend, series.count > 1 {
      var legend = StyledText()
      for index in series.indices where !series[index].isFaint {
        legend.append(" \(digit(index)) \(series[index].name)", style(index, theme))
      }
      let room = parts.header.width - frame.widths.columns(of: axes.yTitle) - 1
      // A legend that does not fit says less than the curve it would cover.
      guard frame.widths.columns(of: legend.text) <= room else { return }
      frame.put(legend, x: parts.header.right - frame.widths.columns(of: legend.text), y: parts.header.y)
    }
  }

  private func drawText(_ text: StyledText, in row: Rect, on frame: inout Frame) {
    frame.fill(row)
    frame.put(text, x: row.x, y: row.y)
  }

  /// The sample of each curve nearest to `x`, as text.
  public func readout(at x: Double, _ theme: Theme) -> StyledText { readout(at: x, digits: 4, named: true, theme) }

  private func readout(at x: Double, digits: Int, named: Bool, _ theme: Theme) -> StyledText {
    let format = NumberFormat(significantDigits: digits, trimsZeros: true, glyphs: theme.capabilities.glyphs)
    let title = named && !xTitle.isEmpty ? xTitle : "x"
    var text = StyledText(title + " " + NumberFormat(significantDigits: 9, trimsZeros: true).text(x), theme.accent)
    for (index, series) in series.enumerated() where !series.isFaint {
      let nearest = series.samples.min { abs($0.x - x) < abs($1.x - x) }
      guard let nearest else { continue }
      let name = named ? series.name : "\(digit(index))"
      text.append("  \(name) \(format.text(nearest.y))", style(index, theme))
    }
    return text
  }
}
