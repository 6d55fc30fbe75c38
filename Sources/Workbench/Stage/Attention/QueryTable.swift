import Autodiff
import NeuralNet
import Screen
import Stepping

/// One query followed in numbers: its row of Q, what it scores with each key, the row on its way through softmax, and the
/// weighted sum that comes of it. Backwards the same in the order of the backward pass, with the Jacobian's row of
/// softmax where it is passed.
///
///                    s      a      n      a
///     scores      0.412 −0.093  0.270 −0.093
///     softmax     0.310  0.187  0.268  0.187
struct QueryTable {
  private struct Line {
    let title: String
    let values: [Float?]
    let scale: ColorScale
    var masked: Set<Int> = []
    var cursor: Int?
    /// Whether there is a number for each key, else for each column of the head.
    var isOfKeys = true
    var isCurrent = false
  }

  private var lines: [Line] = []
  private let keys: [String]
  private let key: Int
  private let column: Int
  private let state: WorkbenchState

  init(_ tokens: TokenScene, _ layer: AttentionLayer, _ chain: AttentionChain) {
    state = tokens.state
    keys = layer.slot(.key).map { tokens.labels.positions(of: $0, count: layer.keys) } ?? []
    key = min(tokens.choice.key, layer.keys - 1)
    column = tokens.choice.column % max(layer.headWidth, 1)
    let program = tokens.program
    let query = min(tokens.choice.query, layer.queries - 1)
    for step in chain.steps {
      // Keys and values are those of all positions: they are no part of one query's way.
      guard !step.part.isOfKeys, step.part != .attention else { continue }
      let picture = tokens.picture(step.slot, titles: [])
      let width = picture.columns
      guard query < picture.rows else { continue }
      let title = AttentionChain.titles(step.part, layer, isBackward: chain.isBackward).last.map(state.text) ?? ""
      var line = Line(
        title: title, values: Array(picture.values[query * width..<(query + 1) * width]), scale: picture.scale)
      line.masked = Set(picture.masked.filter { $0.row == query }.map(\.column))
      line.cursor = picture.isAsked && picture.cursor?.row == query ? picture.cursor?.column : nil
      line.isOfKeys = step.part.isOfPairs
      line.isCurrent = chain.isCurrent(step, tokens.scene.snapshot)
      lines.append(line)
      if chain.isBackward, step.part == .weights { lines += jacobian(tokens, layer, query, program) }
    }
  }

  /// The weights themselves, and with the key that is looked at how each of them answers to its score:
  /// ∂Aₖ/∂Sⱼ = Aₖ · ([k = j] − Aⱼ).
  private func jacobian(
    _ tokens: TokenScene, _ layer: AttentionLayer, _ query: Int, _ program: Program
  ) -> [Line] {
    guard let slot = layer.slot(.weights) else { return [] }
    let picture = tokens.picture(slot, titles: [])
    let weights = Array(picture.values[query * picture.columns..<(query + 1) * picture.columns])
    guard let own = weights[safe: key] ?? nil else { return [] }
    let row = weights.indices.map { k -> Float? in weights[k].map { $0 * ((k == key ? 1 : 0) - own) } }
    let name = state.text(BilingualText("A", zh: "A"))
    return [
      Line(title: name, values: weights, scale: picture.scale),
      Line(
        title: "∂A/∂s\(keys[safe: key].map { "(\($0))" } ?? "")", values: row,
        scale: .diverging(covering: row.compactMap { $0 }, state.capabilities)),
    ]
  }

  /// Names of lines are as long.
  private static let gutter = 11

  /// With the keys above.
  var wantedHeight: Int { lines.isEmpty ? 0 : lines.count + 1 }

  /// Less than this tells nothing: the keys and two rows.
  static let leastHeight = 3

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 2, area.width > Self.gutter + 6, !lines.isEmpty else { return }
    let shown = shown(area.height - 1)
    let room = area.width - Self.gutter
    let cell = keys.count * 7 <= room ? 7 : 6
    let visible = max(min(room / cell, keys.count), 1)
    let start = min(max(key - visible / 2, 0), keys.count - visible)
    frame.clipped(to: area) { frame in
      for index in start..<start + visible {
        let x = area.x + Self.gutter + (index - start) * cell
        let label = frame.widths.truncated(keys[index], to: cell - 2)
        let isKey = index == key
        frame.put(
          (isKey ? String(theme.signs.columnMark) : "") + label,
          in: Rect(x: x, y: area.y, width: cell - 1, height: 1), alignment: .right,
          style: isKey ? theme.accent : theme.muted)
      }
      if start > 0 { frame.put(theme.signs.left, x: area.x + Self.gutter - 1, y: area.y, style: theme.muted) }
      if start + visible < keys.count {
        frame.put(theme.signs.right, x: area.x + Self.gutter + visible * cell, y: area.y, style: theme.muted)
      }
      for (row, index) in shown.enumerated() {
        draw(lines[index], keys: start..<start + visible, cell, y: area.y + 1 + row, area, on: &frame, theme)
      }
    }
  }

  private func draw(
    _ line: Line, keys: Range<Int>, _ cell: Int, y: Int, _ area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let name = frame.widths.truncated(line.title, to: Self.gutter - 2)
    frame.put(
      (line.isCurrent ? String(theme.signs.current) : " ") + name, x: area.x, y: y,
      style: line.isCurrent ? theme.accent : theme.text)
    var range = keys
    if !line.isOfKeys {
      // The head's columns are as many as they are.
      let visible = max(min((area.width - Self.gutter) / cell, line.values.count), 1)
      let start = min(max(column - visible / 2, 0), line.values.count - visible)
      range = start..<start + visible
    }
    let values = range.map { line.values[safe: $0] ?? nil }
    let mode: Heatmap.Mode = state.view.mode == .colors ? .both : state.view.mode
    var map = Heatmap(
      rows: 1, columns: range.count, values: values, scale: line.scale, mode: mode == .signAndDigit ? .both : mode,
      cursor: line.cursor.flatMap { range.contains($0) ? Heatmap.Place(row: 0, column: $0 - range.lowerBound) : nil },
      showsLegend: false,
      format: NumberFormat(significantDigits: cell == 7 ? 3 : 2, glyphs: theme.capabilities.glyphs))
    map.padding = Set(line.masked.filter(range.contains).map { Heatmap.Place(row: 0, column: $0 - range.lowerBound) })
    map.showsMarks = false
    map.draw(
      in: Rect(x: area.x + Self.gutter, y: y, width: range.count * cell, height: 1), on: &frame, theme: theme)
  }

  /// As many as there is room for: the current one and those around it.
  private func shown(_ room: Int) -> Range<Int> {
    let current = lines.lastIndex(where: \.isCurrent) ?? lines.count - 1
    let count = min(max(room, 0), lines.count)
    let start = min(max(current - count + 2, 0), lines.count - count)
    return start..<start + count
  }
}
