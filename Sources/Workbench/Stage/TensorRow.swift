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
  private let operands: [SlotID: Set<Int>]

  init(_ slots: StageSlots, _ snapshot: Snapshot, _ state: WorkbenchState) {
    operands = snapshot.operandCells
    self.slots = slots
    self.snapshot = snapshot
    self.state = state
  }

  /// Columns between two tensors.
  private static let spacing = 2

  /// One more before what is written, for the sign between.
  private func spacing(after slot: SlotID) -> Int {
    slot == slots.reads.last && !slots.writes.isEmpty ? Self.spacing + 1 : Self.spacing
  }

  /// Rows that show everything at a width: names, marks, cells.
  func wantedHeight(width: Int) -> Int {
    lines(width: width).reduce(0) { sum, line in
      sum + (line.map { snapshot.program[$0].shape.rows }.max() ?? 1) + 2
    }
  }

  /// Columns that show everything side by side.
  var wantedWidth: Int { wantedWidth(slots.all) }

  private func wantedWidth(_ list: [SlotID]) -> Int {
    list.reduce(0) { $0 + width(of: $1) } + list.dropLast().reduce(0) { $0 + spacing(after: $1) }
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !slots.all.isEmpty, !area.isEmpty else { return }
    let places = arrange(in: area)
    // The one that is asked about last: the terminal's cursor stands on it.
    for (slot, place) in places where slot != state.question?.slot { draw(slot, in: place, on: &frame, theme) }
    for (slot, place) in places where slot == state.question?.slot { draw(slot, in: place, on: &frame, theme) }
    // Between what is read and what is written.
    if !slots.reads.isEmpty, let first = slots.writes.first, let place = places.first(where: { $0.0 == first })?.1,
      place.x > area.x + 1
    {
      frame.put("=", x: place.x - 2, y: place.y, style: theme.muted)
    }
  }

  /// Side by side, in as many lines as it takes: all columns of a tensor matter more than all its rows,
  /// which scroll. When the lines do not fit either, what is read stands above what is written.
  private func arrange(in area: Rect) -> [(SlotID, Rect)] {
    let lines = lines(width: area.width)
    if lines.count * Self.leastHeight <= area.height {
      let heights = heights(of: lines, total: area.height)
      var y = area.y
      return zip(lines, heights).flatMap { line, height in
        defer { y += height }
        return arrange(line, in: Rect(x: area.x, y: y, width: area.width, height: height))
      }
    }
    if slots.reads.isEmpty || slots.writes.isEmpty || area.height < 2 * Self.leastHeight {
      return arrange(slots.all, in: area)
    }
    let parts = Layout.split(area, .vertically, [.weight(1), .weight(1)])
    return arrange(slots.reads, in: parts[0]) + arrange(slots.writes, in: parts[1])
  }

  /// A name, marks and one row of cells.
  private static let leastHeight = 3

  private func lines(width: Int) -> [[SlotID]] {
    var lines: [[SlotID]] = []
    for slot in slots.all {
      if let last = lines.last, wantedWidth(last + [slot]) <= width {
        lines[lines.count - 1].append(slot)
      } else {
        lines.append([slot])
      }
    }
    return lines
  }

  /// What each line wants, the tallest giving way first.
  private func heights(of lines: [[SlotID]], total: Int) -> [Int] {
    var heights = lines.map { line in (line.map { snapshot.program[$0].shape.rows }.max() ?? 1) + 2 }
    while heights.reduce(0, +) > total, let tallest = heights.indices.max(by: { heights[$0] < heights[$1] }),
      heights[tallest] > Self.leastHeight
    {
      heights[tallest] -= 1
    }
    return heights
  }

  private func arrange(_ list: [SlotID], in area: Rect) -> [(SlotID, Rect)] {
    let shown = fitting(list, width: area.width)
    var x = area.x
    var left = area.width - shown.dropLast().reduce(0) { $0 + spacing(after: $1) }
    var rest = shown.reduce(0) { $0 + width(of: $1) }
    return shown.map { slot in
      // Everything it wants while there is room, else a share of what is left by need.
      let wanted = width(of: slot)
      let given = rest <= left ? wanted : max(left * wanted / max(rest, 1), min(leastWidth, left))
      defer {
        x += given + spacing(after: slot)
        left -= given
        rest -= wanted
      }
      return (slot, Rect(x: x, y: area.y, width: given, height: area.height))
    }
  }

  /// Those that have room for a number at least; when it gets narrow, tensors that do not go into the
  /// number that is asked about are left out, the last first.
  private func fitting(_ list: [SlotID], width: Int) -> [SlotID] {
    var shown = list
    while shown.count > 1, shown.count * (leastWidth + Self.spacing) - Self.spacing > width {
      let idle = shown.lastIndex { operands[$0] == nil && $0 != state.question?.slot }
      shown.remove(at: idle ?? shown.count - 1)
    }
    return shown
  }

  /// A mark and one number.
  private var leastWidth: Int { cellWidth + 1 }

  private var cellWidth: Int { state.view.mode == .colors || state.view.mode == .signAndDigit ? 3 : 7 }

  private func width(of slot: SlotID) -> Int {
    let shape = snapshot.program[slot].shape
    let name = "\(SlotText.shortName(slot, snapshot.program)) \(shape)"
    return max(shape.columns * cellWidth + 1, min(name.count, 18), leastWidth)
  }

  private func title(_ slot: SlotID) -> String { SlotText.name(slot, snapshot.program) }

  private func draw(_ slot: SlotID, in place: Rect, on frame: inout Frame, _ theme: Theme) {
    let shape = snapshot.program[slot].shape
    let isAsked = state.question?.slot == slot
    let full = "\(title(slot)) \(shape)"
    let short = SlotText.shortName(slot, snapshot.program)
    // Numbers from before a change by hand: said before the name, since the name may be cut.
    let stale = snapshot.staleSlots.contains(slot) ? state.text(BilingualText("old: ", zh: "旧：")) : ""
    let room = place.width - frame.widths.columns(of: stale)
    let name = [full, "\(short) \(shape)"].first { frame.widths.columns(of: $0) <= room } ?? short
    let title = StyledText(stale, theme.warning) + StyledText(name, isAsked ? theme.accent : theme.title)
    frame.clipped(to: place) { frame in frame.put(title, x: place.x, y: place.y) }
    let area = place.inset(top: 1)
    heatmap(slot, shape, theme).draw(in: area, on: &frame, theme: theme)
  }

  private func heatmap(_ slot: SlotID, _ shape: Shape, _ theme: Theme) -> Heatmap {
    let numbers = snapshot.values(of: slot) ?? []
    let shown = snapshot.shownCells(of: slot)
    let values: [Float?] = (0..<shape.count).map { $0 < shown && $0 < numbers.count ? numbers[$0] : nil }
    let columns = max(shape.columns, 1)
    let isQuestion = state.question?.slot == slot
    let cursor =
      isQuestion ? state.question.map { Heatmap.Place(row: $0.cell / columns, column: $0.cell % columns) } : nil
    let lit = LitCells(operands[slot] ?? [], rows: shape.rows, columns: columns)
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
