import Autodiff
import Screen
import Stepping
import TensorMath

/// The tensors of an instruction side by side, each a heat map with its name and shape; cells that go
/// into the explained number are lit, cells that term-by-term stepping has not reached are dots.
struct TensorRow {
  private let slots: StageSlots
  private let snapshot: Snapshot
  private let state: WorkbenchState

  init(_ slots: StageSlots, _ snapshot: Snapshot, _ state: WorkbenchState) {
    self.slots = slots
    self.snapshot = snapshot
    self.state = state
  }

  /// Rows that show everything: a name, the cells, the scale.
  func height(theme: Theme) -> Int {
    (slots.all.map { snapshot.program[$0].shape.rows }.max() ?? 1) + 2
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let all = slots.all
    guard !all.isEmpty, !area.isEmpty else { return }
    let wanted = all.map { min(width(of: $0), area.width) }
    let spacing = 2
    var places: [Rect] = []
    let total = wanted.reduce(0, +) + spacing * (all.count - 1)
    if total <= area.width {
      var x = area.x
      for width in wanted {
        places.append(Rect(x: x, y: area.y, width: width, height: area.height))
        x += width + spacing
      }
    } else {
      // Every tensor keeps room for one number; the rest is shared by need.
      places = Layout.split(
        area, .horizontally, wanted.map { .weight(max($0, 7)) }, spacing: spacing)
    }
    // The one that is asked about last: the terminal's cursor stands on it.
    for (slot, place) in zip(all, places) where slot != state.question?.slot { draw(slot, in: place, on: &frame, theme) }
    for (slot, place) in zip(all, places) where slot == state.question?.slot { draw(slot, in: place, on: &frame, theme) }
    // Between what is read and what is written.
    if let first = slots.writes.first, let index = all.firstIndex(of: first), index > 0, places[index].x > area.x + 1 {
      frame.put(theme.signs.right, x: places[index].x - 2, y: area.y + 1, style: theme.muted)
    }
  }

  private func cellWidth() -> Int { state.view.mode == .colors || state.view.mode == .signAndDigit ? 3 : 8 }

  private func width(of slot: SlotID) -> Int {
    let name = title(slot)
    return max(snapshot.program[slot].shape.columns * cellWidth() + 1, min(name.count, 18), 8)
  }

  private func title(_ slot: SlotID) -> String { SlotText.name(slot, snapshot.program) }

  private func draw(_ slot: SlotID, in place: Rect, on frame: inout Frame, _ theme: Theme) {
    let shape = snapshot.program[slot].shape
    let isAsked = state.question?.slot == slot
    let full = "\(title(slot)) \(shape)"
    let name = frame.widths.columns(of: full) <= place.width ? full : SlotText.shortName(slot, snapshot.program)
    frame.put(name, in: place, style: isAsked ? theme.accent : theme.title)
    let area = place.inset(top: 1)
    heatmap(slot, shape, theme).draw(in: area, on: &frame, theme: theme)
  }

  private func heatmap(_ slot: SlotID, _ shape: Shape, _ theme: Theme) -> Heatmap {
    let numbers = snapshot.values(of: slot) ?? []
    let shown = snapshot.shownCells(of: slot)
    let values: [Float?] = (0..<shape.count).map { $0 < shown && $0 < numbers.count ? numbers[$0] : nil }
    let columns = max(shape.columns, 1)
    let operands = snapshot.operandCells[slot] ?? []
    let isQuestion = state.question?.slot == slot
    let cursor = isQuestion ? state.question.map { Heatmap.Place(row: $0.cell / columns, column: $0.cell % columns) } : nil
    let lit = LitCells(operands, rows: shape.rows, columns: columns)
    var map = Heatmap(
      rows: shape.rows, columns: columns, values: values,
      scale: .diverging(covering: numbers, theme.capabilities), mode: state.view.mode,
      cursor: cursor ?? lit.anchor, litRows: lit.rows, litColumns: lit.columns, showsLegend: false,
      format: NumberFormat(glyphs: theme.capabilities.glyphs))
    map.keepsMarkRoom = true
    map.inSight = sharedRow(shape).map { Heatmap.Place(row: $0, column: 0) }
    return map
  }

  /// The row of the question, for tensors with as many rows: the samples of a batch stay side by side.
  private func sharedRow(_ shape: Shape) -> Int? {
    guard let question = state.question else { return nil }
    let asked = snapshot.program[question.slot].shape
    return asked.rank > 1 && shape.rows == asked.rows ? question.cell / max(asked.columns, 1) : nil
  }
}

/// Operand cells as whole rows or columns to light, where they are such; and one cell to scroll to.
struct LitCells {
  let rows: Range<Int>
  let columns: Range<Int>
  /// Set when a single cell is meant: it is drawn as a second cursor.
  let anchor: Heatmap.Place?

  init(_ cells: Set<Int>, rows rowCount: Int, columns columnCount: Int) {
    guard let first = cells.min(), let last = cells.max(), columnCount > 0 else {
      (rows, columns, anchor) = (0..<0, 0..<0, nil)
      return
    }
    if cells.count == 1, rowCount * columnCount > 1 {
      (rows, columns) = (0..<0, 0..<0)
      anchor = Heatmap.Place(row: first / columnCount, column: first % columnCount)
      return
    }
    anchor = nil
    let touchedRows = first / columnCount...last / columnCount
    let touchedColumns = Set(cells.map { $0 % columnCount })
    if touchedRows.count * columnCount == cells.count {
      rows = touchedRows.lowerBound..<touchedRows.upperBound + 1
      columns = 0..<0
    } else if let low = touchedColumns.min(), let high = touchedColumns.max(),
      touchedColumns.count * rowCount == cells.count, high - low + 1 == touchedColumns.count
    {
      rows = 0..<0
      columns = low..<high + 1
    } else {
      (rows, columns) = (0..<0, 0..<0)
    }
  }
}
