/// How many values fall where: bars over an axis, with zero marked and strays counted.
public struct Histogram: Widget {
  public let low: Double
  public let high: Double
  public let counts: [Int]
  /// Values that are NaN or infinite; they are told, not drawn.
  public let strays: Int
  public var title: String
  public var color: Int

  public init(low: Double, high: Double, counts: [Int], strays: Int = 0, title: String = "", color: Int = 1) {
    let scale = PlotScale(low: low, high: high)
    self.low = scale.low
    self.high = scale.high
    self.counts = counts.map { max($0, 0) }
    self.strays = strays
    self.title = title
    self.color = color
  }

  /// Counts values into `bins` of equal width.
  public init(values: some Sequence<Float>, bins: Int, title: String = "", color: Int = 1) {
    let finite = values.filter(\.isFinite).map(Double.init)
    let scale = PlotScale(covering: finite)
    var counts = Array(repeating: 0, count: max(bins, 1))
    for value in finite {
      let position = scale.position(value) ?? 0
      counts[min(max(Int(position * Double(counts.count)), 0), counts.count - 1)] += 1
    }
    let total = values.reduce(0) { count, _ in count + 1 }
    self.init(
      low: scale.low, high: scale.high, counts: counts, strays: total - finite.count, title: title, color: color)
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty, !counts.isEmpty else { return }
    let tallest = max(counts.max() ?? 0, 1)
    let note = strays > 0 ? "\(title)  \(strays) NaN or Inf" : title
    let axes = PlotAxes(
      x: PlotScale(low: low, high: high), y: PlotScale(low: 0, high: Double(tallest)), yTitle: note)
    frame.clipped(to: area) { frame in
      let parts = axes.draw(in: area, on: &frame, theme: theme)
      let inside = parts.inside
      guard !inside.isEmpty else { return }
      if strays > 0, !parts.header.isEmpty { frame.put(note, in: parts.header, style: theme.error) }
      for column in 0..<inside.width {
        drawBar(Double(height(column, inside.width)) / Double(tallest), column, inside, on: &frame, theme)
      }
      guard low < 0, high > 0, !parts.axis.isEmpty, let zero = axes.column(of: 0, in: inside) else { return }
      frame.put("0", x: zero, y: parts.axis.y, style: theme.accent)
    }
  }

  /// The largest count under a column: when bins are narrower than a column, none is lost.
  private func height(_ column: Int, _ width: Int) -> Int {
    let first = min(column * counts.count / width, counts.count - 1)
    let last = max((column + 1) * counts.count / width, first + 1)
    return counts[first..<min(last, counts.count)].max() ?? 0
  }

  private func drawBar(_ fraction: Double, _ column: Int, _ inside: Rect, on frame: inout Frame, _ theme: Theme) {
    guard fraction > 0 else { return }
    let isUnicode = theme.capabilities.isUnicode
    let steps = isUnicode ? 8 : 1
    // A single value among millions is still one step high.
    let filled = max(Int((fraction * Double(inside.height * steps)).rounded()), 1)
    for row in 0..<inside.height {
      let part = min(max(filled - row * steps, 0), steps)
      guard part > 0 else { break }
      frame.put(
        isUnicode ? Blocks.lowerEighths[part] : "#", x: inside.x + column, y: inside.bottom - 1 - row,
        style: theme.series(color))
    }
  }
}
