/// How single pixels are drawn.
extension PixelImage {
  private func paddingSign(_ theme: Theme) -> Character { theme.capabilities.isUnicode ? "░" : ":" }

  private func style(ofPaddingInWindow isInWindow: Bool, _ theme: Theme) -> Style {
    isInWindow ? theme.accent : theme.muted
  }

  /// One pixel in cells of its own.
  func drawCell(
    _ row: Int, _ column: Int, _ plan: PixelImagePlan, at point: Point, on frame: inout Frame, _ theme: Theme
  ) {
    let hasSlot = plan.density == .signs || plan.density == .shades
    let isInside = isInWindow(row, column)
    let isCursor = cursor == Place(row: row, column: column)
    var style: Style
    var text: [Character]
    if !contains(row, column) {
      style = self.style(ofPaddingInWindow: isInside, theme)
      text = Array(repeating: paddingSign(theme), count: plan.density.columns)
      if hasSlot { text[0] = " " }
    } else if let number = value(row, column) {
      style = scale.style(of: Double(number))
      // On a rising scale 0 has no color of its own; in a picture it is the darkest.
      if style == .plain, let color = scale.colorOrLowest(of: Double(number)) {
        style = Style(foreground: .indexed(Palette.readableText(on: color)), background: .indexed(color))
      }
      text = self.text(number, plan.density)
      if isInside { style = style.with(.bold) }
    } else {
      style = theme.muted
      text = Array(repeating: " ", count: plan.density.columns)
      text[text.count - 1] = theme.signs.notYet
    }
    if let mark = marks[Place(row: row, column: column)] {
      if hasSlot { text[0] = mark } else { text = Array(repeating: mark, count: text.count) }
      style = style.with(.bold)
    }
    let opens = isCursor || (isInside && !isInWindow(row, column - 1))
    let closes = isCursor || (isInside && !isInWindow(row, column + 1))
    if opens, text.count > 1, !hasSlot || text[0] == " " { text[0] = "[" }
    if closes, !hasSlot, text.count > 1 { text[text.count - 1] = "]" }
    // A closing bracket stands where the next pixel has its room for one.
    let follows =
      cursor == Place(row: row, column: column - 1) || (!isInside && isInWindow(row, column - 1))
    if hasSlot, follows, text[0] == " " { text[0] = "]" }
    if isCursor {
      if text.count == 1 { text[0] = "x" }
      style = style.with(scale.colors == .indexed256 ? .bold : .reverse)
      frame.cursor = point
    }
    frame.put(String(text), x: point.x, y: point.y, style: style)
    if closes, hasSlot, column == plan.shownColumns.upperBound - 1 {
      frame.put("]", x: point.x + plan.density.columns, y: point.y, style: theme.accent)
    }
  }

  private func text(_ number: Float, _ density: PixelDensity) -> [Character] {
    let wide = Double(number)
    if density == .wide || density == .single {
      let special: Character = number.isNaN ? "N" : number.isInfinite ? "I" : " "
      return Array(repeating: special, count: density.columns)
    }
    if number == 0 { return density == .signs ? [" ", " ", "0"] : [" ", scale.ramp == .diverging ? "0" : " "] }
    if scale.ramp != .diverging { return [" ", scale.shade(of: wide)] }
    if density == .signs { return [" ", scale.sign(of: wide), scale.digit(of: wide)] }
    // Room for one sign: where there are 16 colors the hue tells the direction.
    return [" ", scale.colors == .mono ? scale.sign(of: wide) : scale.digit(of: wide)]
  }

  /// Two pixels in a cell: the upper one in the foreground color, the lower in the background.
  func drawHalves(_ group: Range<Int>, _ column: Int, at point: Point, on frame: inout Frame, _ theme: Theme) {
    let (top, bottom) = (group.lowerBound, group.upperBound - 1)
    guard contains(top, column) || contains(bottom, column) else {
      let isInside = isInWindow(top, column) || isInWindow(bottom, column)
      frame.put(
        paddingSign(theme), x: point.x, y: point.y, style: style(ofPaddingInWindow: isInside, theme))
      return
    }
    let hasLower = bottom > top && contains(bottom, column)
    for row in group {
      if let number = value(row, column), !number.isFinite {
        frame.put(number.isNaN ? "N" : "I", x: point.x, y: point.y, style: Style(.reverse))
        return
      }
      if cursor == Place(row: row, column: column) { frame.cursor = point }
    }
    let upper = contains(top, column) ? color(top, column) : nil
    let lower = hasLower ? color(bottom, column) : nil
    let (sign, style): (Character, Style) =
      switch (upper, lower) {
      case (nil, nil): (theme.signs.notYet, theme.muted)
      case (let upper?, nil): (Blocks.upperHalf, Style(foreground: .indexed(upper)))
      case (nil, let lower?): (Blocks.lowerHalf, Style(foreground: .indexed(lower)))
      // Equal halves are a filled space: fewer bytes, longer runs.
      case (let upper?, let lower?) where upper == lower: (" ", Style(background: .indexed(upper)))
      case (let upper?, let lower?):
        (Blocks.upperHalf, Style(foreground: .indexed(upper), background: .indexed(lower)))
      }
    frame.put(sign, x: point.x, y: point.y, style: style)
  }

  /// The palette entry of a pixel: the ramp's, that of the ramp for windows, or that of the cursor.
  private func color(_ row: Int, _ column: Int) -> UInt8? {
    let place = Place(row: row, column: column)
    // Many marks would hide the picture: those outside the window are for larger pixels.
    if cursor == place || (marks[place] != nil && (window == nil || isInWindow(row, column))) { return scale.markColor }
    guard let number = value(row, column) else { return nil }
    return isInWindow(row, column) ? scale.windowColor(of: Double(number)) : scale.colorOrLowest(of: Double(number))
  }
}
