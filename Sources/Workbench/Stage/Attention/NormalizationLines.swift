import Autodiff
import Screen
import Stepping

/// The row of a token before and after a layer normalization, each number a point on a line, with mean and deviation as
/// marks; backwards the gradient that arrives and the one that goes on.
///
///     x   −1.2 ──●──┊───●┼─●───┊──● 1.4    mean 0.12 · deviation 0.85
///     y   −1.6 ─●───┊───●┼─●───┊──● 1.5    mean 0 · deviation 1
struct NormalizationLines {
  private struct Line {
    let title: String
    let values: [Float]
    let note: String
    /// Where the number that is looked at is.
    let chosen: Int?
    let mean: Double
    let deviation: Double
  }

  private var lines: [Line] = []

  static let wantedHeight = 4
  static let leastHeight = 2

  /// Nil for other operations, and where nothing is computed.
  init?(_ tokens: TokenScene) {
    let scene = tokens.scene
    guard let node = scene.forwardNode ?? scene.backwardNode, node.operation is LayerNormalization else { return nil }
    let program = tokens.program
    let isBackward = scene.backwardNode != nil
    var slots: [(title: String, slot: SlotID)] = [("x", node.inputs[0]), ("y", node.outputs[0])]
    if isBackward {
      slots = [("∂y", scene.slots.reads[0]), ("∂x", scene.written(for: node.inputs[0]) ?? node.inputs[0])]
    }
    for (title, slot) in slots {
      guard let row = Self.row(slot, tokens) else { continue }
      let (mean, deviation) = Self.moments(row)
      var note = ""
      if isBackward, title == "∂y", let y = Self.row(node.outputs[0], tokens), y.count == row.count {
        // What would only move the row, and what would only stretch it, is taken out.
        let stretch = zip(row, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / Double(max(row.count, 1))
        note = tokens.text(
          "mean \(scene.number(mean)) · mean of ∂y·y \(scene.number(stretch))",
          zh: "均值 \(scene.number(mean)) · ∂y·y 的均值 \(scene.number(stretch))")
      } else {
        note = tokens.text(
          "mean \(scene.number(mean)) · deviation \(scene.number(deviation))",
          zh: "均值 \(scene.number(mean)) · 标准差 \(scene.number(deviation))")
      }
      let tensor = TokenTensor(slot, program)
      let chosen = scene.focus.slot == slot ? tensor.indices(of: scene.focus.cell).column : tokens.choice.column
      lines.append(
        Line(
          title: title, values: row, note: note, chosen: chosen % max(row.count, 1), mean: mean, deviation: deviation))
    }
    guard !lines.isEmpty else { return nil }
  }

  /// The numbers of the token that is looked at; nil until all are there.
  private static func row(_ slot: SlotID, _ tokens: TokenScene) -> [Float]? {
    let tensor = TokenTensor(slot, tokens.program)
    guard tensor.kind == .tokens, tensor.columns > 0, let numbers = tokens.scene.snapshot.values(of: slot) else {
      return nil
    }
    let first = tensor.cell(sample: tokens.choice.sample, head: 0, row: tokens.choice.query, column: 0)
    guard first + tensor.columns <= min(numbers.count, tokens.scene.snapshot.shownCells(of: slot)) else { return nil }
    return Array(numbers[first..<first + tensor.columns])
  }

  private static func moments(_ row: [Float]) -> (mean: Double, deviation: Double) {
    let mean = row.reduce(0.0) { $0 + Double($1) } / Double(max(row.count, 1))
    let variance = row.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(max(row.count, 1))
    return (mean, variance.squareRoot())
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.width >= 24, area.height >= 1 else { return }
    frame.clipped(to: area) { frame in
      let each = area.height >= 2 * lines.count ? 2 : 1
      var y = area.y
      for line in lines where y < area.bottom {
        draw(line, y: y, area, notesBelow: each == 2, on: &frame, theme)
        y += each
      }
    }
  }

  private func draw(
    _ line: Line, y: Int, _ area: Rect, notesBelow: Bool, on frame: inout Frame, _ theme: Theme
  ) {
    let format = NumberFormat(significantDigits: 2, glyphs: theme.capabilities.glyphs)
    let finite = line.values.filter(\.isFinite).map(Double.init)
    guard line.mean.isFinite, line.deviation.isFinite, finite.count == line.values.count else {
      frame.put("\(line.title)   NaN", x: area.x, y: y, style: theme.error)
      return
    }
    let low = min(finite.min() ?? 0, line.mean - line.deviation)
    let high = max(finite.max() ?? 1, line.mean + line.deviation)
    let (left, right) = (format.text(low, width: 6), format.text(high))
    let start = area.x + 4 + 7
    let width = max(area.width - 4 - 7 - 7, 4)
    frame.put(line.title, x: area.x, y: y, style: theme.title)
    frame.put(left, in: Rect(x: area.x + 4, y: y, width: 6, height: 1), alignment: .right, style: theme.muted)
    frame.put(right, x: start + width + 1, y: y, style: theme.muted)
    func x(_ value: Double) -> Int {
      let share = high > low ? (value - low) / (high - low) : 0.5
      return start + min(max(Int((share * Double(width - 1)).rounded()), 0), width - 1)
    }
    let dash: Character = theme.capabilities.isUnicode ? "─" : "-"
    frame.put(String(repeating: dash, count: width), x: start, y: y, style: theme.muted)
    for value in [line.mean - line.deviation, line.mean + line.deviation] {
      frame.put(theme.signs.dottedLine, x: x(value), y: y, style: theme.text)
    }
    for value in finite { frame.put(theme.signs.pointMark(0), x: x(value), y: y, style: theme.text) }
    frame.put(theme.signs.verticalLine, x: x(line.mean), y: y, style: theme.title)
    if let chosen = line.chosen, finite.indices.contains(chosen) {
      frame.put(theme.signs.pointMark(3), x: x(finite[chosen]), y: y, style: theme.accent)
    }
    if notesBelow {
      let signs =
        "\(theme.signs.verticalLine) \(theme.signs.dottedLine)  \(line.note)  \(theme.signs.pointMark(3)) [\(line.chosen ?? 0)]"
      frame.put(signs, x: start, y: y + 1, style: theme.muted)
    }
  }
}
