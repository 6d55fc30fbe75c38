/// A bar of progress with a text on it: `▇▇▇▇▇▇▍      epoch 3 of 10  31 %`.
public struct Gauge: Widget {
  /// 0...1; anything else is cut to it, NaN is empty.
  public var fraction: Double
  public var label: String

  public init(fraction: Double, label: String = "") {
    self.fraction = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    self.label = label
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty else { return }
    let labelWidth = frame.widths.columns(of: label)
    // Text beside the bar, not on it: it must be legible at any fraction.
    let barWidth = labelWidth > 0 && area.width >= labelWidth + 6 ? area.width - labelWidth - 1 : area.width
    frame.clipped(to: area) { frame in
      if theme.capabilities.isUnicode {
        drawEighths(width: barWidth, area, on: &frame, theme)
      } else {
        let filled = Int((fraction * Double(max(barWidth - 2, 0))).rounded(.down))
        let inner = max(barWidth - 2, 0)
        frame.put("[", x: area.x, y: area.y, style: theme.muted)
        frame.put(String(repeating: "#", count: filled), x: area.x + 1, y: area.y, style: theme.accent)
        frame.put(String(repeating: ".", count: inner - filled), x: area.x + 1 + filled, y: area.y, style: theme.muted)
        frame.put("]", x: area.x + barWidth - 1, y: area.y, style: theme.muted)
      }
      if barWidth < area.width { frame.put(label, x: area.x + barWidth + 1, y: area.y, style: theme.text) }
    }
  }

  private func drawEighths(width: Int, _ area: Rect, on frame: inout Frame, _ theme: Theme) {
    let eighths = Int((fraction * Double(width * 8)).rounded(.down))
    for column in 0..<width {
      let filled = min(max(eighths - column * 8, 0), 8)
      if filled == 0 {
        frame.put("·", x: area.x + column, y: area.y, style: theme.muted)
      } else {
        frame.put(Blocks.leftEighths[filled], x: area.x + column, y: area.y, style: theme.accent)
      }
    }
  }
}
