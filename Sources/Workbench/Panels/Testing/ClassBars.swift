import Autodiff
import Screen
import Stepping

/// Class probabilities as bars, with the true class and the predicted one told by signs.
struct ClassBars {
  let names: [String]
  let probabilities: [Float]
  let predicted: Int
  /// Nil where nobody knows, as with a drawing.
  var truth: Int?
  /// The class to stand out.
  var chosen: Int?
  /// Which classes are shown, in this order.
  let classes: [Int]

  /// The widest name, up to so many columns.
  private func nameWidth(_ frame: Frame, most: Int) -> Int {
    min(classes.map { frame.widths.columns(of: names[safe: $0] ?? "") }.max() ?? 1, most)
  }

  /// `✓ 3 ████████ 0.931`, one row a class, from the area's first row on.
  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    let nameWidth = nameWidth(frame, most: max(area.width - 12, 1))
    for (row, index) in classes.prefix(area.height).enumerated() {
      let line = area.row(row)
      let isPredicted = index == predicted
      let probability = probabilities[safe: index] ?? .nan
      let isWrong = isPredicted && truth != nil && truth != predicted
      let style = index == chosen ? theme.accent : isWrong ? theme.warning : index == truth ? theme.good : theme.text
      let sign: Character =
        index == truth ? theme.signs.done : isWrong ? theme.signs.wrong : isPredicted ? theme.signs.right : " "
      let numberWidth = 5
      let bar = line.inset(left: nameWidth + 3, right: numberWidth + 1)
      frame.clipped(to: area) { $0.put(sign, x: line.x, y: line.y, style: style) }
      frame.put(names[safe: index] ?? "", in: line.inset(left: 2, right: line.width - 2 - nameWidth), style: style)
      SignedBar(Double(probability), limit: 1, hasNegativeSide: false).draw(in: bar, on: &frame, theme: theme)
      frame.put(format.text(probability, width: numberWidth), in: line, alignment: .right, style: style)
    }
  }
}
