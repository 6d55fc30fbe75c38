import Autodiff
import Screen
import Stepping

/// One tensor of a sample as a heat map, tokens along its sides, with its name; large with all labels, or small beside a
/// larger one.
struct TokenPicture {
  /// From the longest to the shortest; the first that has room is shown.
  var titles: [String]
  let rows: Int
  let columns: Int
  let values: [Float?]
  let scale: ColorScale
  /// `✓`, `▶`, `·` before the name; nil for tensors that are no steps.
  var sign: Character?
  var rowLabels: [String] = []
  var columnLabels: [String] = []
  var litRows: Range<Int> = 0..<0
  var litColumns: Range<Int> = 0..<0
  var cursor: Heatmap.Place?
  /// What to keep in sight where there is no cursor.
  var inSight = Heatmap.Place(row: 0, column: 0)
  /// Cells that may not be looked at.
  var masked: Set<Heatmap.Place> = []
  /// Whether the number that is looked at stands in it.
  var isAsked = false
  /// Whether it is what the step at hand makes.
  var isCurrent = false

  private static let longestLabel = 8
  private static let numberWidth = 6

  private func labelWidth(_ widths: CharacterWidth) -> Int {
    min(rowLabels.lazy.map { widths.columns(of: $0) }.max() ?? 0, Self.longestLabel) + 1
  }

  /// A way of drawing it, and the room that it takes without the title.
  struct Form: Hashable {
    let mode: Heatmap.Mode
    let hasLabels: Bool
    let size: Size

    /// Cells of the screen.
    var area: Int { size.width * size.height }
  }

  /// The largest first; the last one has neither numbers nor labels.
  func forms(_ mode: Heatmap.Mode, _ theme: Theme, _ widths: CharacterWidth) -> [Form] {
    let labels = labelWidth(widths)
    func form(_ mode: Heatmap.Mode, _ cell: Int, labels width: Int, halves: Bool = false) -> Form {
      let height = (halves ? (rows + 1) / 2 : rows) + 1
      return Form(mode: mode, hasLabels: width > 1, size: Size(width: columns * cell + width, height: height))
    }
    let isColored = theme.capabilities.colors == .indexed256
    var forms: [Form] = []
    switch mode {
    case .numbers, .both: forms.append(form(mode, Self.numberWidth, labels: labels))
    case .signAndDigit: forms += [form(mode, 3, labels: labels), form(mode, 3, labels: 1)]
    case .colors: break
    }
    guard mode != .signAndDigit else { return forms }
    let hasSigns = !isColored && scale.ramp == .diverging
    if hasSigns { forms += [form(.colors, 3, labels: labels), form(.colors, 3, labels: 1)] }
    forms += [form(.colors, 2, labels: labels), form(.colors, 2, labels: 1)]
    if isColored, theme.capabilities.isUnicode {
      forms += [form(.colors, 1, labels: labels, halves: true), form(.colors, 1, labels: 1, halves: true)]
    }
    return forms
  }

  /// `±1.2`, `0–0.8`: from where to where the colors go; nothing where there are no numbers yet.
  private func range(_ theme: Theme) -> String {
    guard values.contains(where: { $0 != nil }) else { return "" }
    let high = NumberFormat(significantDigits: 2, glyphs: theme.capabilities.glyphs).text(scale.high)
    let isUnicode = theme.capabilities.isUnicode
    return scale.ramp == .diverging ? "\(isUnicode ? "±" : "+-")\(high)" : "0\(isUnicode ? "–" : "-")\(high)"
  }

  func draw(_ form: Form, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !area.isEmpty else { return }
    let mark = sign.map { "\($0)" } ?? ""
    let room = area.width - mark.count
    let title =
      (titles.prefix(1).map { "\($0) \(range(theme))" } + titles)
      .first { frame.widths.columns(of: $0) <= room } ?? titles.last ?? ""
    frame.put(
      mark + title, in: area, style: isCurrent ? theme.accent : isAsked ? theme.title.with(.underline) : theme.title)
    var map = Heatmap(
      rows: rows, columns: columns, values: values, scale: scale, mode: form.mode, cursor: cursor, litRows: litRows,
      litColumns: litColumns, showsLegend: false,
      format: NumberFormat(significantDigits: 3, glyphs: theme.capabilities.glyphs))
    if form.hasLabels {
      map.rowLabels = rowLabels.map { frame.widths.truncated($0, to: Self.longestLabel) }
      // A cell of color has room for one letter.
      let isNarrow = form.mode == .colors || form.mode == .signAndDigit
      map.columnLabels = columnLabels.map { isNarrow ? String($0.prefix(1)) : $0 }
    }
    map.keepsMarkRoom = true
    map.padding = masked
    map.inSight = inSight
    let before = frame.cursor
    map.draw(in: area.inset(top: 1), on: &frame, theme: theme)
    if !isAsked { frame.cursor = before }
  }
}
