/// How a heat map's cells are drawn: text, color, marks, and the cursor.
extension Heatmap {
  private func isLit(_ row: Int, _ column: Int) -> Bool {
    litRows.contains(row) || litColumns.contains(column) || window?.contains(row, column) ?? false
  }

  static func paddingSign(_ theme: Theme) -> Character { theme.capabilities.isUnicode ? "░" : ":" }

  private func isPadding(_ row: Int, _ column: Int) -> Bool {
    !padding.isEmpty && padding.contains(Place(row: row, column: column))
  }

  func drawCells(_ plan: HeatmapPlan, on frame: inout Frame, _ theme: Theme) {
    for row in plan.shownRows {
      for column in plan.shownColumns {
        let place = plan.place(row: row, column: column)
        let isCursor = cursor == Place(row: row, column: column)
        if isPadding(row, column) {
          let sign = String(Self.paddingSign(theme))
          // Colors have no gaps between them, numbers do.
          let gap = plan.cellWidth > 2 ? " " : ""
          var text = String(repeating: sign, count: plan.cellWidth - gap.count) + gap
          if isCursor {
            text = plan.cellWidth > 2 ? bracketed(sign, plan.cellWidth) : plan.cellWidth == 2 ? "[]" : "x"
            frame.cursor = place
          }
          frame.put(text, x: place.x, y: place.y, style: isCursor ? theme.accent : theme.muted)
          continue
        }
        var text = text(row, column, plan, theme)
        var style = style(row, column, theme)
        if isLit(row, column) { style = style.with([.bold, .underline]) }
        if changed.contains(Place(row: row, column: column)) { style = style.with([.bold, .underline]) }
        text = framed(text, row, column)
        if isCursor {
          // On a colored cell the brackets show it; reversed, the color would lie.
          let isFilled = scale.colors == .indexed256 && (mode == .colors || mode == .both)
          style = style.with(isFilled ? .bold : .reverse)
          text = bracketed(text, plan.cellWidth)
          frame.cursor = Point(x: place.x, y: place.y)
        }
        frame.put(text, x: place.x, y: place.y, style: style)
      }
    }
  }

  /// The text of one cell, exactly as wide as the cell.
  private func text(_ row: Int, _ column: Int, _ plan: HeatmapPlan, _ theme: Theme) -> String {
    let width = plan.cellWidth
    guard let number = value(row, column) else {
      // Where the last digit of a number would be.
      let before = mode == .numbers || mode == .both ? width - 2 : width >= 3 ? width - 1 : 0
      let sign = String(repeating: " ", count: max(before, 0)) + String(theme.signs.notYet)
      return sign + String(repeating: " ", count: max(width - sign.count, 0))
    }
    let wide = Double(number)
    switch mode {
    case .numbers, .both:
      return format.text(number, width: width - 1) + (isBeyond(wide) && mode == .both ? "^" : " ")
    case .signAndDigit:
      return padded(String(scale.sign(of: wide)) + String(scale.digit(of: wide)), width)
    case .colors:
      if number.isNaN { return padded(width >= 3 ? "NaN" : "N", width) }
      if number.isInfinite { return padded(width >= 3 ? "Inf" : "I", width) }
      if scale.color(of: wide) != nil { return padded(isBeyond(wide) ? "^" : "", width) }
      // Fewer colors: hue (or a sign) for the direction, a digit for the size.
      if number == 0 { return padded("0", width) }
      if scale.ramp != .diverging { return String(repeating: scale.shade(of: wide), count: width) }
      if width == 1 { return String(scale.colors == .mono ? scale.sign(of: wide) : scale.digit(of: wide)) }
      return padded(String(scale.sign(of: wide)) + String(scale.digit(of: wide)), width)
    }
  }

  /// Brackets at the sides of the window and the cell's mark, where the text leaves their place free.
  private func framed(_ text: String, _ row: Int, _ column: Int) -> String {
    var signs = Array(text)
    guard let last = signs.indices.last else { return text }
    if let window, window.rows.contains(row) {
      // The gap before a number belongs to the cell on its left; the first column has none.
      let first = window.columns.lowerBound
      if column == first - 1, signs[last] == " " { signs[last] = "[" }
      if column == first, first == 0, signs[0] == " " { signs[0] = "[" }
      if column == window.columns.upperBound - 1, signs[last] == " " { signs[last] = "]" }
    }
    if let mark = marks[Place(row: row, column: column)], mark.isASCII, let free = signs.lastIndex(of: " ") {
      signs[free] = mark
    }
    return String(signs)
  }

  private func isBeyond(_ value: Double) -> Bool {
    if case .level(_, let isBeyond) = scale.classify(value) { return isBeyond }
    return false
  }

  private func style(_ row: Int, _ column: Int, _ theme: Theme) -> Style {
    guard let number = value(row, column) else { return theme.muted }
    let wide = Double(number)
    if !wide.isFinite { return scale.style(of: wide) }
    switch mode {
    case .colors, .both: return scale.style(of: wide)
    case .numbers, .signAndDigit:
      guard scale.ramp == .diverging else { return .plain }
      return wide > 0 ? theme.positive : wide < 0 ? theme.negative : .plain
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    let cut = String(text.prefix(width))
    let gap = String(repeating: " ", count: width - cut.count)
    // Signs with digits stand in cells of three, aligned like numbers.
    return width == 3 ? gap + cut : cut + gap
  }

  /// The cursor is a pair of brackets where there is room: it shows without color or reverse video.
  private func bracketed(_ text: String, _ width: Int) -> String {
    let inner = text.trimmingSpaces
    switch width {
    case 2 where inner.isEmpty: return "[]"
    case 3...:
      // A cell of numbers ends in a space or a mark: the closing bracket goes there.
      guard inner.count <= width - 2 else {
        return text.hasSuffix(" ") ? String(text.dropLast()) + "]" : text
      }
      return "[" + String(repeating: " ", count: width - 2 - inner.count) + inner + "]"
    default: return inner.isEmpty ? padded("x", width) : text
    }
  }

  /// Two rows of values to a row of cells: upper half in the foreground color, lower in the background.
  func drawHalves(_ plan: HeatmapPlan, on frame: inout Frame, _ theme: Theme) {
    for row in stride(from: plan.shownRows.lowerBound, to: plan.shownRows.upperBound, by: 2) {
      for column in plan.shownColumns {
        let place = plan.place(row: row, column: column)
        let isCursor = cursor.map { $0.column == column && ($0.row == row || $0.row == row + 1) } ?? false
        let (sign, style) = half(row, column, plan, theme)
        if isCursor { frame.cursor = place }
        frame.put(isCursor ? "x" : sign, x: place.x, y: place.y, style: isCursor ? theme.accent.with(.reverse) : style)
      }
    }
  }

  private func half(_ row: Int, _ column: Int, _ plan: HeatmapPlan, _ theme: Theme) -> (Character, Style) {
    let hasLower = row + 1 < plan.shownRows.upperBound
    let (isUpperPadding, isLowerPadding) = (isPadding(row, column), isPadding(row + 1, column))
    if isUpperPadding, isLowerPadding || !hasLower { return (Self.paddingSign(theme), theme.muted) }
    let upper = isUpperPadding ? nil : value(row, column)
    let lower = hasLower && !isLowerPadding ? value(row + 1, column) : nil
    for number in [upper, lower].compactMap({ $0 }) where !number.isFinite {
      return (number.isNaN ? "N" : "I", Style(.reverse))
    }
    let top = upper.flatMap { scale.color(of: Double($0)) }
    let bottom = lower.flatMap { scale.color(of: Double($0)) }
    switch (top, bottom) {
    case (nil, nil): return upper == nil && lower == nil ? (theme.signs.notYet, theme.muted) : (" ", .plain)
    case (let top?, nil): return (Blocks.upperHalf, Style(foreground: .indexed(top)))
    case (nil, let bottom?): return (Blocks.lowerHalf, Style(foreground: .indexed(bottom)))
    // Equal halves are a filled space: fewer bytes, longer runs.
    case (let top?, let bottom?) where top == bottom: return (" ", Style(background: .indexed(top)))
    case (let top?, let bottom?):
      return (Blocks.upperHalf, Style(foreground: .indexed(top), background: .indexed(bottom)))
    }
  }
}

extension String {
  var trimmingSpaces: String {
    String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
