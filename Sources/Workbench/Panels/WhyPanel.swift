import Autodiff
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let why = PanelID("why")
}

/// Promise 1: the number under the cursor as a sum of terms, each product with its operands' numbers
/// and names; an operand can be gone into in turn.
enum WhyPanel: Panel {
  static let id = PanelID.why
  static let title = BilingualText("why", zh: "为什么")
  static let minimumSize = Size(width: 24, height: 4)

  static func note(_ state: WorkbenchState) -> String {
    guard let snapshot = state.snapshot, let address = state.question else { return "" }
    return SlotText.name(address, snapshot.program)
  }

  /// The cells that the explanation names, each once, in order.
  static func operands(_ explanation: Explanation?) -> [CellAddress] {
    var seen: Set<CellAddress> = []
    var result: [CellAddress] = []
    for term in explanation?.expansion?.terms ?? [] {
      term.forEachOperand { operand in
        if let address = operand.address, seen.insert(address).inserted { result.append(address) }
      }
    }
    return result
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot else { return }
    guard let explanation = snapshot.explanation, explanation.address == state.question else {
      let hint = BilingualText("Move the cursor to a number on the stage.", zh: "把光标移到舞台上的一个数。")
      frame.put(state.text(hint), in: area.inset(left: 1), style: theme.muted)
      return
    }
    let header = headerLines(explanation, snapshot, state, theme)
    let head = Paragraph(header).laidOut(width: max(area.width - 2, 1), widths: frame.widths)
    let headHeight = min(head.count, max(area.height - 2, 1))
    Paragraph(header).draw(
      in: Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: headHeight), on: &frame, theme: theme)
    let rest = area.inset(left: 1, top: headHeight)
    drawTerms(explanation, snapshot, state, in: rest, on: &frame, theme)
  }

  private static func headerLines(
    _ explanation: Explanation, _ snapshot: Snapshot, _ state: WorkbenchState, _ theme: Theme
  ) -> [StyledText] {
    let exact = NumberFormat(significantDigits: 6, glyphs: theme.capabilities.glyphs)
    let name = SlotText.name(explanation.address, snapshot.program)
    var first = StyledText("\(name) = ", theme.title)
    if let value = explanation.value, isShown(explanation.address, snapshot) {
      first.append(exact.text(value), theme.accent)
    } else {
      first.append("\(theme.signs.notYet) ", theme.muted)
      first.append(state.text(BilingualText("not computed yet", zh: "尚未算出")), theme.muted)
    }
    if let count = explanation.expansion?.terms.count, count > 1 {
      first.append("   " + state.text(BilingualText("\(count) terms", zh: "\(count) 项")), theme.muted)
    }
    if !state.questions.isEmpty {
      first.append(
        "   " + state.text(BilingualText("level \(state.questions.count)", zh: "第 \(state.questions.count) 层")),
        theme.muted)
    }
    var lines = [first]
    if snapshot.staleSlots.contains(explanation.address.slot) {
      let old = BilingualText(
        "Old: computed before a weight it depends on was changed by hand; the next iteration uses the new one.",
        zh: "旧值：它所依赖的权重在此之后被手动修改；下一次迭代会用新值。")
      lines.append(StyledText(state.text(old), theme.warning))
    }
    if let comparison = snapshot.comparison,
      let there = comparison.value(
        named: snapshot.program[explanation.address.slot].name, cell: explanation.address.cell)
    {
      let there = exact.text(there)
      let text = BilingualText(
        "branch \(comparison.name.english): \(there)", zh: "分支 \(comparison.name.chinese)：\(there)")
      lines.append(StyledText(state.text(text), theme.text))
    }
    if !explanation.formula.isEmpty { lines.append(StyledText(explanation.formula, theme.accent)) }
    let meaning = meaningText(explanation, snapshot, state)
    if !meaning.isEmpty { lines.append(StyledText(meaning, theme.muted)) }
    return lines
  }

  /// Whether term-by-term stepping has finished the cell.
  private static func isShown(_ address: CellAddress, _ snapshot: Snapshot) -> Bool {
    address.cell < snapshot.shownCells(of: address.slot)
  }

  private static func meaningText(_ explanation: Explanation, _ snapshot: Snapshot, _ state: WorkbenchState) -> String {
    if case .input = snapshot.program[explanation.address.slot].role {
      return DataText.sample(of: explanation.address, snapshot, state)
    }
    if case .parameter = snapshot.program[explanation.address.slot].role, explanation.expansion == nil {
      return state.text(
        BilingualText(
          "A number the network learns; at the update phase its new value can be asked about. e edits it.",
          zh: "网络要学习的数；到更新阶段可以追问它的新值。按 e 可修改。"))
    }
    return state.text(explanation.meaning)
  }

  private static func drawTerms(
    _ explanation: Explanation, _ snapshot: Snapshot, _ state: WorkbenchState, in area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    guard let expansion = explanation.expansion, !area.isEmpty else { return }
    let text = ExpansionText(program: snapshot.program, format: NumberFormat(glyphs: theme.capabilities.glyphs))
    let progress = snapshot.progressAddress == explanation.address ? snapshot.moment.progress?.terms : nil
    let operands = operands(explanation)
    let chosen = state.focus == .why ? operands[safe: min(state[id].choice, max(operands.count - 1, 0))] : nil
    var rows: [[StyledText]] = []
    var chosenRow: Int?
    for (index, term) in expansion.terms.enumerated() {
      let isAdded = progress.map { index < $0 } ?? true
      let sign = index == 0 ? "=" : "+"
      let style = isAdded ? theme.text : theme.muted
      let numbers = isAdded ? text.numbers(term) : String(theme.signs.notYet)
      let value = isAdded ? text.format.text(term.value) : ""
      rows.append([
        StyledText(sign, theme.muted), StyledText(numbers, style), StyledText("= \(value)", style),
        names(term, text, chosen, theme, muted: !isAdded),
      ])
      if let chosen, chosenRow == nil, term.names(chosen) {
        chosenRow = index
      }
    }
    let partial = progress.map { expansion.terms.prefix($0).reduce(0) { $0 + $1.value } } ?? expansion.sum
    let sum = text.format.text(partial)
    let label =
      progress.map {
        state.text(
          BilingualText("so far, \($0) of \(expansion.terms.count)", zh: "目前 \($0)/\(expansion.terms.count) 项"))
      } ?? ""
    if expansion.terms.count > 1 {
      rows.append([
        StyledText(""), StyledText("Σ", theme.title), StyledText("= \(sum)", theme.accent),
        StyledText(label, theme.muted),
      ])
    }
    for definition in expansion.definitions {
      let line = definition.terms.map { text.numbers($0) }.joined(separator: " + ")
      rows.append([
        StyledText(""), StyledText("\(definition.symbol) = \(line)", theme.muted),
        StyledText("= \(text.format.text(definition.value))", theme.muted), StyledText(""),
      ])
    }
    let widest = expansion.terms.prefix(200).map { frame.widths.columns(of: text.numbers($0)) }.max() ?? 8
    let values = 11
    let names =
      expansion.terms.prefix(200).map { term in
        frame.widths.columns(of: term.factors.map(text.shortNames).joined(separator: " · "))
      }.max() ?? 8
    // Names that do not fit behind a few terms get a line of their own.
    var numbersWidth = max(min(widest, area.width - values - 14), 10)
    if numbersWidth + values + names + 4 > area.width,
      2 * expansion.terms.count + (expansion.terms.count > 1 ? 1 : 0) <= area.height
    {
      numbersWidth = max(min(widest, area.width - values - 3), 10)
      rows = rows.flatMap { row -> [[StyledText]] in
        guard row.count == 4, !row[3].text.isEmpty, row[1].text != "Σ" else { return [row] }
        return [[row[0], row[1], row[2], StyledText("")], [StyledText(""), row[3], StyledText(""), StyledText("")]]
      }
      drawWide(rows, numbersWidth, in: area, on: &frame, theme)
      return
    }
    let focusRow = progress.map { min($0, rows.count - 1) } ?? chosenRow
    var table = Table(
      [
        Table.Column("", .fixed(1)), Table.Column("", .fixed(numbersWidth)),
        Table.Column("", .fixed(values)), Table.Column("", .weight(1)),
      ], rows: rows, scroll: state[id].scroll, showsHeader: false)
    if let focusRow {
      var scroll = Scroll(total: rows.count, visible: area.height)
      scroll.reveal(focusRow)
      table.scroll = scroll.offset
    }
    table.draw(in: area, on: &frame, theme: theme)
    if let chosenRow, chosenRow >= table.scroll, chosenRow - table.scroll < area.height {
      frame.cursor = Point(x: area.x, y: area.y + chosenRow - table.scroll)
    }
  }

  /// Terms whose names stand below them, over the whole width.
  private static func drawWide(
    _ rows: [[StyledText]], _ numbersWidth: Int, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    frame.clipped(to: area) { frame in
      for (index, row) in rows.prefix(area.height).enumerated() {
        let y = area.y + index
        frame.put(row[0], x: area.x, y: y)
        let end = frame.put(row[1], x: area.x + 2, y: y)
        frame.put(row[2], x: row[2].text.isEmpty ? end : max(end + 1, area.x + numbersWidth + 3), y: y)
      }
    }
  }

  /// The names of a term's operands, the chosen one in the color of the selection.
  private static func names(
    _ term: Term, _ text: ExpansionText, _ chosen: CellAddress?, _ theme: Theme, muted: Bool
  ) -> StyledText {
    var line = StyledText()
    for (index, factor) in term.factors.enumerated() {
      if index > 0 { line.append(" · ", theme.muted) }
      let isChosen = chosen != nil && factor.operands.contains { $0.address == chosen }
      line.append(
        isChosen ? "[\(text.shortNames(factor))]" : text.shortNames(factor), isChosen ? theme.selection : theme.muted)
    }
    return line
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let count = operands(state.snapshot?.explanation).count
    var choice = state[id].choice
    switch movement {
    case .up, .left: choice -= 1
    case .down, .right: choice += 1
    case .pageUp: choice -= 10
    case .pageDown: choice += 10
    case .home: choice = 0
    case .end: choice = count - 1
    }
    state[id].choice = min(max(choice, 0), max(count - 1, 0))
    return true
  }

  /// Into the chosen operand.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let operands = operands(state.snapshot?.explanation)
    guard let chosen = operands[safe: min(state[id].choice, max(operands.count - 1, 0))] else { return false }
    if state.questions.isEmpty, let cursor = state.cursor { state.questions = [cursor] }
    state.questions.append(chosen)
    state[id].choice = 0
    return true
  }
}
