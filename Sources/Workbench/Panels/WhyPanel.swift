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

  /// The sample or time step whose terms are shown: that of the term stepping has reached, else the one that was opened.
  private static func openGroup(_ state: WorkbenchState) -> Int? {
    guard let explanation = state.snapshot?.explanation else { return nil }
    if let terms = progress(explanation, state.snapshot) {
      return explanation.groups.firstIndex { $0.terms.contains(terms - 1) }
    }
    return state[id].tab > 0 ? state[id].tab - 1 : nil
  }

  private static func progress(_ explanation: Explanation, _ snapshot: Snapshot?) -> Int? {
    snapshot?.progressAddress == explanation.address ? snapshot?.moment.progress?.terms : nil
  }

  private static func items(_ state: WorkbenchState) -> WhyItems {
    WhyItems(state.snapshot?.explanation, open: openGroup(state))
  }

  /// The operand that is chosen; nil when a sample or a time step is.
  static func chosenOperand(_ state: WorkbenchState) -> CellAddress? {
    items(state)[state[id].choice]?.address
  }

  /// The sample that is chosen in a long sum, or that of the chosen term.
  static func chosenSample(_ state: WorkbenchState) -> Int? {
    chosenGroup(state)?.sample
  }

  /// The time step that is chosen in the gradient of a weight that all of them use.
  static func chosenTimeStep(_ state: WorkbenchState) -> Int? {
    chosenGroup(state)?.timeStep
  }

  private static func chosenGroup(_ state: WorkbenchState) -> TermGroup? {
    guard let groups = state.snapshot?.explanation?.groups, !groups.isEmpty else { return nil }
    switch items(state)[state[id].choice] {
    case .group(let index): return groups[safe: index]
    case .operand(_, let term): return groups.first { $0.terms.contains(term) }
    case .defined, nil: return nil
    }
  }

  /// The first cell that the explanation names.
  static func firstOperand(_ explanation: Explanation?) -> CellAddress? {
    for term in explanation?.expansion?.terms ?? [] {
      for factor in term.factors {
        for operand in factor.operands { if let address = operand.address { return address } }
      }
    }
    return nil
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
    if let value = explanation.value, value.isInfinite,
      explanation.expansion?.terms.reduce(0, { $0 + $1.value }).isFinite == true
    {
      let sign = exact.text(value)
      let text = BilingualText(
        "The sum is beyond 3.4·10³⁸, the largest number of 32 bits: kept as \(sign).",
        zh: "和超出了 32 位浮点数的最大值 3.4·10³⁸，存为 \(sign)。")
      lines.append(StyledText(state.text(text), theme.warning))
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
    let progress = progress(explanation, snapshot)
    let chosen = state.focus == id ? items(state)[state[id].choice] : nil
    let rows = WhyRows(explanation, expansion, open: openGroup(state))
    let writer = WhyRowWriter(
      explanation: explanation, expansion: expansion, text: text, progress: progress, chosen: chosen, rows: rows,
      state: state, theme: theme)
    // The widths of columns, from the first terms.
    let measured = Array(expansion.terms.prefix(60)) + expansion.definitions.flatMap { $0.terms.prefix(60) }
    let widest = measured.map { frame.widths.columns(of: text.numbers($0)) }.max() ?? 8
    let values = 11
    let names =
      measured.map { term in
        frame.widths.columns(of: term.factors.map(text.shortNames).joined(separator: " · "))
      }.max() ?? 8
    // Names that do not fit behind a few terms get a line of their own.
    var numbersWidth = max(min(widest, area.width - values - 14), 10)
    if numbersWidth + values + names + 4 > area.width, explanation.groups.isEmpty,
      rows.count + expansion.terms.count + expansion.definitions.reduce(0, { $0 + $1.terms.count }) <= area.height
    {
      numbersWidth = max(min(widest, area.width - values - 3), 10)
      let wide = (0..<rows.count).flatMap { index -> [[StyledText]] in
        let row = writer.cells(rows[index])
        guard !row[3].text.isEmpty, rows[index] != .sum else { return [row] }
        return [[row[0], row[1], row[2], StyledText("")], [StyledText(""), row[3], StyledText(""), StyledText("")]]
      }
      drawWide(wide, numbersWidth, in: area, on: &frame, theme)
      return
    }
    let chosenRow = writer.chosenRow
    // What comes next stays in sight: the next term, behind the last one the sum.
    let focusRow =
      progress.map { next in
        rows.row(ofTerm: next)
          ?? (explanation.groups.isEmpty ? min(next, rows.count - 1) : rows.row(ofTerm: next - 1) ?? rows.count - 1)
      } ?? chosenRow
    var scroll = Scroll(total: rows.count, visible: area.height, offset: state[id].scroll)
    if let focusRow {
      scroll = Scroll(total: rows.count, visible: area.height)
      scroll.reveal(focusRow)
    }
    // Only what is in sight is written.
    let hasBar = scroll.isNeeded && area.width >= 8
    Table(
      [
        Table.Column("", .fixed(1)), Table.Column("", .fixed(numbersWidth)),
        Table.Column("", .fixed(values)), Table.Column("", .weight(1)),
      ], rows: scroll.range.map { writer.cells(rows[$0]) }, showsHeader: false
    ).draw(in: area.inset(right: hasBar ? 1 : 0), on: &frame, theme: theme)
    if hasBar { ScrollBar(scroll).draw(in: area, on: &frame, theme: theme) }
    if let chosenRow, scroll.range.contains(chosenRow) {
      frame.cursor = Point(x: area.x, y: area.y + chosenRow - scroll.offset)
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

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let count = items(state).count
    var choice = state[id].choice
    switch movement {
    case .up, .left: choice -= 1
    case .down, .right: choice += 1
    case .pageUp: choice -= 10
    case .pageDown: choice += 10
    }
    state[id].choice = min(max(choice, 0), max(count - 1, 0))
    return true
  }

  /// Into the chosen operand; opens or closes the chosen sample or time step.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    switch items(state)[state[id].choice] {
    case nil: return false
    case .group(let index):
      state[id].tab = state[id].tab == index + 1 ? 0 : index + 1
      state[id].choice = index
      // The pictures on the stage show the sample.
      if let sample = state.snapshot?.explanation?.groups[safe: index]?.sample { state.mapChoice.sample = sample }
    case .operand(let chosen, _), .defined(let chosen, _, _):
      if state.questions.isEmpty, let cursor = state.cursor { state.questions = [cursor] }
      state.questions.append(chosen)
      state[id] = PanelMemory()
    }
    return true
  }
}
