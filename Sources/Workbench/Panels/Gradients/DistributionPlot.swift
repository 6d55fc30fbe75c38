import Screen
import Stepping

/// How numbers are spread, through time: a column for each moment, a row for each range of values, the
/// darker the more of the numbers are there.
struct DistributionPlot: Widget {
  struct Column {
    let completedIterations: Int
    let distribution: Distribution
  }

  let columns: [Column]
  let now: Int
  let title: String
  let xTitle: String

  /// Shades from few to many.
  private static func ramp(_ theme: Theme) -> [Character] {
    theme.capabilities.isUnicode ? Shades.unicode : [" ", ".", ":", "+", "#"]
  }

  /// What the shades mean, a step each.
  static func legend(_ theme: Theme) -> String {
    "≤ " + zip(ramp(theme).dropFirst(), ["2", "6", "25", "100 %"]).map { "\($0)\($1)" }.joined(separator: " ")
  }

  /// Which shade a share of the numbers has: each step is about four times the one before.
  private static func shade(_ share: Double, _ theme: Theme) -> Character {
    let ramp = ramp(theme)
    guard share > 0.0005 else { return ramp[0] }
    return ramp[share <= 0.02 ? 1 : share <= 0.06 ? 2 : share <= 0.25 ? 3 : 4]
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let last = columns.last, area.width >= 8 else { return }
    let low = columns.lazy.map { Double($0.distribution.smallest) }.min() ?? 0
    let high = columns.lazy.map { Double($0.distribution.largest) }.max() ?? 1
    let axes = PlotAxes(
      x: PlotScale(low: 0, high: Double(max(last.completedIterations, 1))), y: PlotScale(low: low, high: high),
      xTitle: xTitle, yTitle: title)
    frame.clipped(to: area) { frame in
      let parts = axes.draw(in: area, on: &frame, theme: theme)
      let inside = parts.inside.size.width > 0 ? parts.inside : .zero
      guard !inside.isEmpty, inside.width <= frame.size.width, inside.height <= frame.size.height else { return }
      for x in 0..<inside.width {
        // The moment that a column stands for: the last one up to its time.
        let time = axes.x.value(at: Double(x) / Double(max(inside.width - 1, 1)))
        guard let column = columns.last(where: { Double($0.completedIterations) <= time + 0.5 }) ?? columns.first
        else { continue }
        for y in 0..<inside.height {
          let (from, to) = range(row: y, of: inside.height, axes.y)
          let character = Self.shade(column.distribution.share(from: from, to: to), theme)
          if character != " " {
            frame.put(character, x: inside.x + x, y: inside.bottom - 1 - y, style: theme.series(1))
          }
        }
      }
      guard !parts.axis.isEmpty, let here = axes.column(of: Double(now), in: inside) else { return }
      frame.put(theme.signs.up, x: here, y: parts.axis.y, style: theme.accent)
    }
  }

  /// The values of a row; the first and last reach half a row beyond the axis's ends, where they are marked.
  private func range(row: Int, of count: Int, _ scale: PlotScale) -> (Double, Double) {
    let step = 1 / Double(max(count - 1, 1))
    let position = Double(row) * step
    return (scale.value(at: position - step / 2), scale.value(at: position + step / 2))
  }
}
