/// A row of small bars: the last values that fit, the newest at the right.
public struct Sparkline: Widget {
  public var values: [Double]
  /// The value of a full bar; by default the largest in sight.
  public var high: Double?
  public var style: Style?

  public init(_ values: [Double], high: Double? = nil, style: Style? = nil) {
    self.values = values
    self.high = high
    self.style = style
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty else { return }
    let shown = values.suffix(area.width)
    let top = high ?? shown.lazy.filter(\.isFinite).max() ?? 0
    let ramp = theme.capabilities.isUnicode ? Blocks.lowerEighths : Shades.ascii
    for (column, value) in shown.enumerated() {
      let x = area.x + column
      frame.clipped(to: area) { frame in
        if value.isFinite {
          let fraction = top > 0 ? value / top : 0
          // Any value above zero shows something.
          frame.put(Shades.character(fraction, from: ramp), x: x, y: area.y, style: style ?? theme.series(1))
        } else {
          frame.put(value.isNaN ? "N" : "I", x: x, y: area.y, style: theme.error)
        }
      }
    }
  }
}
