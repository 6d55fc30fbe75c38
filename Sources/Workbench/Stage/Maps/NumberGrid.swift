import Screen

/// A few numbers in rows and columns under a name: what lies under a window, a kernel, their products.
struct NumberGrid {
  let title: String
  let rows: Int
  let columns: Int
  let values: [Float?]
  var cursor: Heatmap.Place?
  var marks: [Heatmap.Place: Character] = [:]
  /// Cells over padding, which have no number.
  var padding: Set<Heatmap.Place> = []
  /// The scale of the map that the numbers come from; one of their own when nil.
  var scale: ColorScale?

  /// With the name above.
  func height() -> Int { rows + 1 }

  /// Columns as numbers, or as signs and digits.
  func width(asNumbers: Bool) -> Int { max(columns * (asNumbers ? 6 : 3), min(title.count, 12)) }

  func draw(_ mode: Heatmap.Mode, asNumbers: Bool, in area: Rect, on frame: inout Frame, theme: Theme) {
    frame.put(title, in: area, style: theme.title)
    let mode: Heatmap.Mode = asNumbers ? (mode == .numbers ? .numbers : .both) : .signAndDigit
    var map = Heatmap(
      rows: rows, columns: columns, values: values,
      scale: scale ?? .diverging(covering: values.compactMap { $0 }, theme.capabilities), mode: mode, cursor: cursor,
      marks: marks, showsLegend: false, format: NumberFormat(significantDigits: 2, glyphs: theme.capabilities.glyphs))
    map.padding = padding
    map.showsMarks = false
    // The terminal's own cursor stays on the number that is asked about.
    let before = frame.cursor
    map.draw(in: area.inset(top: 1), on: &frame, theme: theme)
    frame.cursor = before
  }
}
