/// Lying bars over a common axis, each with its name before it and its number behind it: figures of things that have
/// no order.
///
/// What is infinite reaches the end of the axis and beyond (`…`); what is not a number has no bar.
public struct BarPlot: Widget {
  public struct Bar: Hashable, Sendable {
    public var name: String
    public var value: Double
    /// What is written behind the bar.
    public var label: String

    public init(_ name: String, _ value: Double, label: String) {
      self.name = name
      self.value = value
      self.label = label
    }
  }

  public var bars: [Bar]
  public var title: String
  public var isLogarithmic: Bool

  public init(_ bars: [Bar], title: String, isLogarithmic: Bool = false) {
    self.bars = bars
    self.title = title
    self.isLogarithmic = isLogarithmic
  }

  /// From 0, or from a power of ten below the smallest, to the largest.
  private var scale: PlotScale {
    let finite = bars.map(\.value).filter(\.isFinite)
    guard isLogarithmic else {
      return PlotScale(low: min(finite.min() ?? 0, 0), high: max(finite.max() ?? 1, 0))
    }
    let positive = finite.filter { $0 > 0 }
    guard let least = positive.min(), let most = positive.max() else { return PlotScale(low: 0, high: 1) }
    return PlotScale(low: least / 2, high: most, isLogarithmic: true)
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty else { return }
    let scale = scale
    let names = min(bars.map { frame.widths.columns(of: $0.name) }.max() ?? 0, area.width / 3)
    let labels = min(bars.map { frame.widths.columns(of: $0.label) }.max() ?? 0, area.width / 4)
    let width = area.width - names - labels - 3
    guard width >= 3, area.height >= 2 else { return }
    let axis = Rect(x: area.x + names + 1, y: area.y + 1, width: width, height: 1)
    let shown = area.height >= 4 ? min(bars.count, area.height - 3) : min(bars.count, area.height - 1)
    frame.clipped(to: area) { frame in
      frame.put(title + (scale.isLogarithmic ? " (log)" : ""), in: area.row(0), style: theme.title)
      for (index, bar) in bars.prefix(shown).enumerated() {
        draw(bar, index, y: area.y + 1 + index, axis, names, scale, on: &frame, theme)
      }
      guard area.height >= 4 else { return }
      drawAxis(axis, y: area.y + 1 + shown, scale, on: &frame, theme)
    }
  }

  private func draw(
    _ bar: Bar, _ index: Int, y: Int, _ axis: Rect, _ names: Int, _ scale: PlotScale, on frame: inout Frame,
    _ theme: Theme
  ) {
    let name = frame.widths.truncated(bar.name, to: names)
    frame.put(name, x: axis.x - 1 - frame.widths.columns(of: name), y: y, style: theme.text)
    let end = bar.value == .infinity ? axis.width : column(of: bar.value, axis.width, scale)
    let zero = scale.isLogarithmic ? 0 : column(of: 0, axis.width, scale) ?? 0
    var x = axis.x
    if let end {
      let ink: Character = theme.capabilities.isUnicode ? "█" : "#"
      for place in min(zero, end)..<max(zero, end) {
        frame.put(ink, x: axis.x + place, y: y, style: theme.series(index))
      }
      x += max(zero, end)
    }
    if bar.value == .infinity { frame.put(theme.signs.ellipsis, x: x - 1, y: y, style: theme.warning) }
    frame.put(bar.label, x: x + 1, y: y, style: theme.text)
  }

  private func drawAxis(_ axis: Rect, y: Int, _ scale: PlotScale, on frame: inout Frame, _ theme: Theme) {
    let lines = theme.capabilities.isUnicode ? Borders.light : Borders.ascii
    for x in axis.columns { frame.put(lines.horizontal, x: x, y: y, style: theme.border) }
    var free = axis.x
    for tick in AxisTicks(scale, count: max(axis.width / 10, 2), glyphs: theme.capabilities.glyphs).ticks {
      guard let place = column(of: tick.value, axis.width, scale) else { continue }
      let start = max(axis.x + place - tick.label.count / 2, axis.x)
      guard start >= free else { continue }
      free = frame.put(tick.label, x: start, y: y + 1, style: theme.muted) + 1
    }
  }

  /// Columns from the start of the axis; nil for what has no place on it.
  private func column(of value: Double, _ width: Int, _ scale: PlotScale) -> Int? {
    guard let position = scale.position(value) else { return nil }
    return min(max(Int((position * Double(width)).rounded()), 0), width)
  }
}
