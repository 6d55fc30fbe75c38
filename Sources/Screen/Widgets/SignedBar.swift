/// A bar from zero to a number, to the left where it is negative: `      ▐████│          `. Bars of one
/// limit under each other compare at a glance; the side tells the sign without color.
public struct SignedBar: Widget {
  public var value: Double
  /// The number at either end.
  public var limit: Double
  /// Whether there is a side for negative numbers; without it zero is at the left end.
  public var hasNegativeSide: Bool

  public init(_ value: Double, limit: Double, hasNegativeSide: Bool = true) {
    self.value = value
    self.limit = limit
    self.hasNegativeSide = hasNegativeSide
  }

  /// The column of zero.
  public static func zero(in area: Rect, hasNegativeSide: Bool) -> Int {
    area.x + (hasNegativeSide ? (area.width - 1) / 2 : 0)
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard area.width >= 3, area.height >= 1 else { return }
    let zero = Self.zero(in: area, hasNegativeSide: hasNegativeSide)
    frame.clipped(to: area) { frame in
      frame.put(theme.signs.verticalLine, x: zero, y: area.y, style: theme.border)
      guard value.isFinite else {
        return frame.put(value.isNaN ? "N" : "I", x: zero, y: area.y, style: theme.error)
      }
      guard value != 0, limit > 0 else { return }
      let room = value > 0 ? area.right - zero - 1 : zero - area.x
      let length = min(abs(value) / limit, 1) * Double(max(room, 0))
      if value > 0 {
        drawRight(length, from: zero, area.y, on: &frame, theme)
      } else {
        drawLeft(length, from: zero, area.y, on: &frame, theme)
      }
    }
  }

  private func drawRight(_ length: Double, from zero: Int, _ y: Int, on frame: inout Frame, _ theme: Theme) {
    guard theme.capabilities.isUnicode else {
      for column in 0..<cells(length) { frame.put("#", x: zero + 1 + column, y: y, style: theme.positive) }
      return
    }
    // What is not zero shows something.
    let eighths = max(Int((length * 8).rounded()), 1)
    for column in 0..<(eighths + 7) / 8 {
      let filled = min(eighths - column * 8, 8)
      frame.put(Blocks.leftEighths[filled], x: zero + 1 + column, y: y, style: theme.positive)
    }
  }

  /// There are no eighths that begin at the right; a half is as fine as it gets.
  private func drawLeft(_ length: Double, from zero: Int, _ y: Int, on frame: inout Frame, _ theme: Theme) {
    guard theme.capabilities.isUnicode else {
      for column in 0..<cells(length) { frame.put("#", x: zero - 1 - column, y: y, style: theme.negative) }
      return
    }
    let halves = max(Int((length * 2).rounded()), 1)
    for column in 0..<(halves + 1) / 2 {
      let isHalf = column * 2 + 1 == halves
      frame.put(isHalf ? "▐" : Blocks.full, x: zero - 1 - column, y: y, style: theme.negative)
    }
  }

  private func cells(_ length: Double) -> Int { max(Int(length.rounded()), 1) }
}

/// The axis under signed bars: the limit at both ends and zero where the bars begin.
public struct SignedBarAxis: Widget {
  public var limit: Double
  public var hasNegativeSide: Bool

  public init(limit: Double, hasNegativeSide: Bool = true) {
    self.limit = limit
    self.hasNegativeSide = hasNegativeSide
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.width >= 8, !area.isEmpty else { return }
    let format = NumberFormat(significantDigits: 1, trimsZeros: true, glyphs: theme.capabilities.glyphs)
    frame.put(format.text(limit), in: area, alignment: .right, style: theme.muted)
    if hasNegativeSide { frame.put(format.text(-limit), in: area, style: theme.muted) }
    let zero = SignedBar.zero(in: area, hasNegativeSide: hasNegativeSide)
    frame.clipped(to: area) { $0.put("0", x: zero, y: area.y, style: theme.muted) }
  }

  /// The power of ten, or a half or a fifth of it, that bars of these numbers fit in.
  public static func limit(for values: some Sequence<Double>) -> Double {
    let largest = values.lazy.map(abs).filter(\.isFinite).max() ?? 0
    guard largest > 0 else { return 1 }
    var limit = 1.0
    while limit < largest, limit < 1e300 { limit *= 10 }
    while limit / 10 >= largest, limit > 1e-300 { limit /= 10 }
    return limit / 5 >= largest ? limit / 5 : limit / 2 >= largest ? limit / 2 : limit
  }
}
