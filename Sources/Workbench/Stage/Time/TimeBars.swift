import Screen

/// Standing bars over a ``TimeAxis``: sizes from the ground up, on a plain or a logarithmic scale, or numbers with a
/// sign up and down from zero. What is not reached yet has no bar but a dot.
struct TimeBars {
  enum Kind: Hashable { case sizes(isLogarithmic: Bool), signed }

  var title: String
  /// One for each time step.
  var values: [Double?]
  var kind: Kind
  var axis: TimeAxis
  /// The time step whose bar is marked.
  var chosen: Int?

  /// A title and bars: a line of them, or one on either side of zero.
  var leastHeight: Int { kind == .signed ? 4 : 2 }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 2, area.width > axis.gutter else { return }
    frame.clipped(to: area) { frame in
      frame.put(title, x: area.x, y: area.y, style: theme.title)
      let plot = area.inset(top: 1)
      switch kind {
      case .sizes(let isLogarithmic): drawSizes(isLogarithmic, plot, on: &frame, theme)
      case .signed: drawSigned(plot, on: &frame, theme)
      }
    }
  }

  private var finite: [Double] { values.compactMap { $0 }.filter(\.isFinite) }

  private func format(_ theme: Theme) -> NumberFormat {
    NumberFormat(significantDigits: 2, trimsZeros: true, glyphs: theme.capabilities.glyphs)
  }

  private func label(_ text: String, y: Int, _ plot: Rect, on frame: inout Frame, _ theme: Theme) {
    frame.put(
      text, in: Rect(x: plot.x, y: y, width: axis.gutter - 1, height: 1), alignment: .right, style: theme.muted)
  }

  private func style(_ time: Int, _ plain: Style, _ theme: Theme) -> Style {
    time == chosen ? theme.accent : plain
  }

  /// Columns of a bar: a gap is left where there is room.
  private var barWidth: Int { max(axis.cellWidth - 1, 1) }

  // MARK: Sizes

  private func drawSizes(_ isLogarithmic: Bool, _ plot: Rect, on frame: inout Frame, _ theme: Theme) {
    let positive = finite.filter { $0 > 0 }
    let isLogarithmic = isLogarithmic && !positive.isEmpty
    let most = positive.max() ?? 1
    // The smallest still has some height.
    let scale =
      isLogarithmic
      ? PlotScale(low: (positive.min() ?? most) / 2, high: most, isLogarithmic: true) : PlotScale(low: 0, high: most)
    if !finite.isEmpty {
      label(format(theme).text(scale.high), y: plot.y, plot, on: &frame, theme)
      if plot.height >= 2 { label(format(theme).text(scale.low), y: plot.bottom - 1, plot, on: &frame, theme) }
    }
    for time in axis.steps {
      let x = plot.x + axis.x(time)
      guard let value = values[time] else {
        frame.put(theme.signs.notYet, x: x, y: plot.bottom - 1, style: theme.muted)
        continue
      }
      guard value.isFinite else {
        frame.put(value.isNaN ? "N" : "I", x: x, y: plot.y, style: theme.error)
        continue
      }
      let height = max(scale.position(value) ?? 0, 0) * Double(plot.height)
      drawUp(height, isZero: value == 0, x: x, ground: plot.bottom, style(time, theme.text, theme), on: &frame, theme)
    }
  }

  private func drawUp(
    _ height: Double, isZero: Bool, x: Int, ground: Int, _ style: Style, on frame: inout Frame, _ theme: Theme
  ) {
    guard !isZero else { return frame.put("0", x: x, y: ground - 1, style: style) }
    if theme.capabilities.isUnicode {
      // What is not zero shows something.
      let eighths = max(Int((height * 8).rounded()), 1)
      for line in 0..<(eighths + 7) / 8 {
        for column in 0..<barWidth {
          frame.put(Blocks.lowerEighths[min(eighths - line * 8, 8)], x: x + column, y: ground - 1 - line, style: style)
        }
      }
    } else {
      for line in 0..<max(Int(height.rounded()), 1) {
        for column in 0..<barWidth { frame.put("#", x: x + column, y: ground - 1 - line, style: style) }
      }
    }
  }

  // MARK: Signed numbers

  private func drawSigned(_ plot: Rect, on frame: inout Frame, _ theme: Theme) {
    let limit = finite.lazy.map(abs).max() ?? 0
    let middle = plot.y + (plot.height - 1) / 2
    let room = (plot.height - 1) / 2
    let isUnicode = theme.capabilities.isUnicode
    if limit > 0 {
      label(format(theme).text(limit), y: plot.y, plot, on: &frame, theme)
      if plot.height >= 3 {
        label("0", y: middle, plot, on: &frame, theme)
        label(format(theme).text(-limit), y: middle + room, plot, on: &frame, theme)
      }
    }
    // In ASCII a line could not be told from the sign of what is negative.
    let line: Character = isUnicode ? "─" : " "
    for x in 0..<axis.width { frame.put(line, x: plot.x + axis.gutter + x, y: middle, style: theme.border) }
    for time in axis.steps {
      let x = plot.x + axis.x(time)
      guard let value = values[time] else {
        frame.put(theme.signs.notYet, x: x, y: middle, style: theme.muted)
        continue
      }
      guard value.isFinite else {
        frame.put(value.isNaN ? "N" : "I", x: x, y: middle, style: theme.error)
        continue
      }
      guard value != 0 else {
        frame.put("0", x: x, y: middle, style: style(time, theme.muted, theme))
        continue
      }
      let style = style(time, value > 0 ? theme.positive : theme.negative, theme)
      // The sign stands on the line, the size above or below it.
      let sign = value > 0 ? "+" : theme.signs.minus
      for column in 0..<barWidth { frame.put(sign, x: x + column, y: middle, style: style) }
      let length = abs(value) / limit * Double(room)
      if value > 0, isUnicode {
        let eighths = Int((length * 8).rounded())
        for row in 0..<(eighths + 7) / 8 {
          for column in 0..<barWidth {
            frame.put(Blocks.lowerEighths[min(eighths - row * 8, 8)], x: x + column, y: middle - 1 - row, style: style)
          }
        }
      } else {
        // There are no eighths that begin at the top; a half is as fine as it gets.
        let halves = Int((length * 2).rounded())
        for row in 0..<(halves + 1) / 2 {
          let isHalf = row * 2 + 1 == halves
          let ink: Character = !isUnicode ? "#" : isHalf ? Blocks.upperHalf : Blocks.full
          let y = value > 0 ? middle - 1 - row : middle + 1 + row
          for column in 0..<barWidth { frame.put(ink, x: x + column, y: y, style: style) }
        }
      }
    }
  }
}
