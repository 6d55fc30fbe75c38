import Screen

/// Time from left to right: which time steps are in sight and how wide each is. Everything on a picture of a recurrent
/// layer stands on the same axis, so that what belongs to one step stands in one column.
struct TimeAxis: Hashable {
  /// The time steps in sight.
  let steps: Range<Int>
  /// How many there are in all.
  let count: Int
  let cellWidth: Int
  /// Columns for names at the left.
  let gutter: Int

  /// Wide enough for a number.
  private static let numberWidth = 7

  /// - Parameters:
  ///   - step: the one to keep in sight, in the middle where not all are.
  ///   - mode: numbers take more room than colors; both are numbers where all of them fit.
  init(count: Int, around step: Int, width: Int, gutter: Int, mode: Heatmap.Mode, theme: Theme) {
    let room = max(width - gutter, 1)
    let isColored = theme.capabilities.colors == .indexed256
    let narrow: Int
    if !isColored {
      narrow = 3 * count <= room ? 3 : 2
    } else {
      narrow = 2 * count <= room || !theme.capabilities.isUnicode ? 2 : 1
    }
    cellWidth =
      switch mode {
      case .numbers: Self.numberWidth
      case .both: Self.numberWidth * count <= room ? Self.numberWidth : narrow
      case .signAndDigit: 3 * count <= room ? 3 : 2
      case .colors: narrow
      }
    let visible = min(max(room / cellWidth, 1), count)
    let start = min(max(step - visible / 2, 0), count - visible)
    steps = start..<start + visible
    self.count = count
    self.gutter = gutter
  }

  var width: Int { steps.count * cellWidth }

  /// The first column of a time step, from where the gutter begins.
  func x(_ time: Int) -> Int { gutter + (time - steps.lowerBound) * cellWidth }

  /// The numbers of the time steps, as many as fit, with a mark at the one at hand.
  func draw(current: Int?, title: String, in area: Rect, on frame: inout Frame, theme: Theme) {
    frame.clipped(to: area) { frame in
      frame.put(title, in: Rect(x: area.x, y: area.y, width: gutter - 1, height: 1), style: theme.muted)
      let longest = "\(count - 1)".count + 1
      let distance = max((longest + cellWidth - 1) / cellWidth, 1)
      for time in steps where time.isMultiple(of: distance) {
        // The mark needs its place.
        if let current, time != current, abs(time - current) < distance { continue }
        frame.put("\(time)", x: area.x + x(time), y: area.y, style: theme.muted)
      }
      if let current, steps.contains(current) {
        // At the right end the number stands before its mark.
        let isLast = x(current) + "\(current)".count >= area.width
        let label = isLast ? "\(current)\(theme.signs.columnMark)" : "\(theme.signs.columnMark)\(current)"
        frame.put(label, x: area.x + x(current) - (isLast ? label.count - 1 : 0), y: area.y, style: theme.accent)
      }
      if steps.lowerBound > 0 { frame.put(theme.signs.left, x: area.x + gutter - 1, y: area.y, style: theme.accent) }
      if steps.upperBound < count {
        frame.put(theme.signs.right, x: min(area.x + gutter + width, area.right - 1), y: area.y, style: theme.accent)
      }
    }
  }
}
