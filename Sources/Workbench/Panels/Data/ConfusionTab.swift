import Autodiff
import Datasets
import NeuralNet
import Screen
import Stepping

/// Which class was taken for which, as counts: a row for each true class with its recall, a column for each
/// predicted one. The cursor chooses a cell, or behind the last column a whole class; Enter shows its samples in
/// the gallery.
enum ConfusionTab {
  /// The test part, or the training part where there is no other.
  static func part(_ session: LessonSession) -> DataPart { session.setup.data.test.count > 0 ? .test : .train }

  /// The cell under the cursor; the column behind the last means all of the row.
  private static func cursor(_ count: Int, _ state: WorkbenchState) -> (row: Int, column: Int) {
    let choice = min(max(state[.data].choice, 0), count * (count + 1) - 1)
    return (choice / (count + 1), choice % (count + 1))
  }

  // MARK: Drawing

  static func draw(
    _ session: LessonSession, _ snapshot: Snapshot, _ state: WorkbenchState, in area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    guard let test = snapshot.tests[part(session)], area.height >= 3 else { return }
    frame.clipped(to: area) { draw(test, session, state, in: area, on: &$0, theme) }
  }

  private static func draw(
    _ test: ClassificationTest, _ session: LessonSession, _ state: WorkbenchState, in area: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    let names = session.setup.data.train.classNames
    let summaries = summaries(test, state)
    let summary = summaries.first { frame.widths.columns(of: $0) <= area.width } ?? summaries[summaries.count - 1]
    frame.put(summary, in: area, style: theme.text)
    let counts = test.confusion.counts
    let cursor = cursor(names.count, state)
    let widths = frame.widths
    let longest = names.map { widths.columns(of: $0) }.max() ?? 1
    let digits = String(counts.flatMap { $0 }.max() ?? 0).count
    // Every column matters more than the recall, which the rows have in them.
    let least = 5 + names.count * (max(digits, min(longest, 2)) + 1)
    let recallWidth = area.width >= 30 && (least + 6 <= area.width || least > area.width) ? 6 : 0
    // As much of the names as leaves room for all columns, but two letters at least.
    let cell = max(digits, min(longest, 2), min(longest, (area.width - recallWidth - 4) / max(names.count, 1) - 1)) + 1
    let labelWidth = min(longest, max(area.width - recallWidth - names.count * cell, 5), 12)
    let axis = BilingualText(
      "true \(theme.signs.down)  predicted \(theme.signs.right)", zh: "真值 \(theme.signs.down)  预测 \(theme.signs.right)")
    frame.put(state.text(axis), in: area, row: 1, style: theme.muted)
    let body = area.inset(top: 3)
    var across = Scroll(total: names.count, visible: max((area.width - labelWidth - recallWidth) / cell, 1))
    across.reveal(min(cursor.column, names.count - 1))
    var down = Scroll(total: names.count, visible: body.height)
    down.reveal(cursor.row)
    for (place, column) in across.range.enumerated() {
      let label = widths.truncated(names[column], to: cell - 1, ellipsis: "")
      frame.put(
        label, in: Rect(x: area.x + labelWidth + place * cell + 1, y: area.y + 2, width: cell - 1, height: 1),
        alignment: .right, style: column == cursor.column ? theme.accent : theme.title)
    }
    let recallX = area.x + labelWidth + across.range.count * cell + 1
    let recallTitle = state.text(BilingualText("rec.", zh: "召回"))
    if recallWidth > 0 {
      let box = Rect(x: recallX, y: area.y + 2, width: 5, height: 1)
      frame.put(recallTitle, in: box, alignment: .right, style: theme.title)
    }
    if across.isNeeded {
      let more = "\(theme.signs.left)\(across.range.lowerBound)-\(across.range.upperBound - 1)\(theme.signs.right)"
      frame.put(more, in: area, row: 1, alignment: .right, style: theme.muted)
    }
    let worst = counts.indices.flatMap { row in counts[row].indices.map { $0 == row ? 0 : counts[row][$0] } }.max() ?? 0
    let scale = ColorScale.sequential(high: Double(max(worst, 1)), theme.capabilities)
    for (place, row) in down.range.enumerated() {
      let line = body.row(place)
      let label = Rect(x: line.x, y: line.y, width: labelWidth, height: 1)
      frame.put(names[row], in: label, style: row == cursor.row ? theme.accent : theme.title)
      for (place, column) in across.range.enumerated() {
        let count = counts[row][column]
        let box = Rect(x: line.x + labelWidth + place * cell + 1, y: line.y, width: cell - 1, height: 1)
        let style =
          row == column ? theme.good.with(.bold) : count == 0 ? theme.muted : scale.style(of: Double(count)).with(.bold)
        frame.put(String(count), in: box, alignment: .right, style: style)
        mark((row, column) == cursor, box, state, on: &frame, theme)
      }
      guard recallWidth > 0 else { continue }
      let box = Rect(x: recallX, y: line.y, width: 5, height: 1)
      frame.put(recall(test.confusion, row, theme), in: box, alignment: .right, style: theme.text)
      mark((row, names.count) == cursor, box, state, on: &frame, theme)
    }
    ScrollBar(down).draw(in: body, on: &frame, theme: theme)
  }

  private static func mark(
    _ isCursor: Bool, _ box: Rect, _ state: WorkbenchState, on frame: inout Frame, _ theme: Theme
  ) {
    guard isCursor, state.focus == .data else { return }
    frame.restyle(box, with: Style(.reverse))
    frame.clipped(to: box) { $0.cursor = Point(x: box.x, y: box.y) }
  }

  /// The share of a true class that was found; of a class without samples there is none.
  private static func recall(_ confusion: ConfusionMatrix, _ row: Int, _ theme: Theme) -> String {
    confusion.recall(of: row).map { NumberFormat().text($0, decimals: 3) } ?? String(theme.signs.notYet)
  }

  /// `test 0.967: 348 of 360, iteration 128`, and shorter ones.
  private static func summaries(_ test: ClassificationTest, _ state: WorkbenchState) -> [String] {
    let (right, count) = (test.confusion.right, test.testedCount)
    let accuracy = NumberFormat().text(Double(right) / Double(max(count, 1)), decimals: 3)
    let part = test.part == .test ? BilingualText("test", zh: "测试") : BilingualText("train", zh: "训练")
    let score = BilingualText(
      "\(part.english) \(accuracy): \(right) of \(count)", zh: "\(part.chinese) \(accuracy)：\(right)/\(count)")
    let when = test.completedIterations
    return [
      BilingualText("\(score.english), iteration \(when)", zh: "\(score.chinese)，迭代 \(when)"),
      BilingualText("\(score.english), it. \(when)", zh: "\(score.chinese)，\(when)"), score,
    ].map(state.text)
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ session: LessonSession, _ state: inout WorkbenchState) -> Bool {
    let count = session.setup.data.train.classNames.count
    guard count > 0 else { return false }
    var (row, column) = cursor(count, state)
    switch movement {
    case .up: row = max(row - 1, 0)
    case .down: row = min(row + 1, count - 1)
    case .left: column = max(column - 1, 0)
    case .right: column = min(column + 1, count)
    case .pageUp: row = 0
    case .pageDown: row = count - 1
    }
    state[.data].choice = row * (count + 1) + column
    return true
  }

  /// Shows the samples of the chosen cell in the gallery.
  static func showSamples(_ session: LessonSession, _ state: inout WorkbenchState) -> Bool {
    let count = session.setup.data.train.classNames.count
    guard count > 0, GalleryPanel.part(state) != nil else { return false }
    let (row, column) = cursor(count, state)
    state.gallery = GalleryFilter(truth: row, predicted: column < count ? column : nil, part: part(session))
    state[.gallery].tab = GalleryPanel.views(state).firstIndex(of: .chosen) ?? 0
    state[.gallery].choice = 0
    state.focus = .gallery
    return true
  }
}
