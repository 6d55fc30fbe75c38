import Autodiff
import Screen
import Stepping

extension PanelID {
  public static let whatIf = PanelID("what-if")
}

/// What if the number under the cursor were larger by ε: the change in loss that the gradient predicts
/// beside the real one, for one ε as bars and for many as a table and a curve. The same question asked of
/// many numbers at once is the gradient check, which is asked for here too.
enum WhatIfPanel: Panel {
  static let id = PanelID.whatIf
  static let title = BilingualText("what if", zh: "如果")
  static let letter: Character? = "E"
  static let minimumSize = Size(width: 30, height: 6)

  /// What Enter does: typing ε, or a check.
  enum Action: Int, CaseIterable {
    case type, number, tensor, model

    var title: BilingualText {
      switch self {
      case .type: BilingualText("type ε", zh: "输入 ε")
      case .number: BilingualText("check number", zh: "检验此数")
      case .tensor: BilingualText("tensor", zh: "张量")
      case .model: BilingualText("model", zh: "模型")
      }
    }

    var scope: GradientCheckRequest.Scope? {
      switch self {
      case .type: nil
      case .number: .number
      case .tensor: .tensor
      case .model: .model
      }
    }
  }

  private static func action(_ state: WorkbenchState) -> Action {
    Action(rawValue: min(max(state[id].choice, 0), Action.allCases.count - 1)) ?? .type
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot else { return }
    let area = area.inset(left: 1)
    guard let answer = snapshot.whatIf else {
      let text =
        state.practice?.hidden.isEmpty == false
        ? BilingualText("This would give the answer away; it is shown afterwards.", zh: "这里会泄露答案，答完再显示。")
        : BilingualText(
          "Put the cursor on a number: on the stage, with the arrows.", zh: "请把光标放到一个数上：在“舞台”里用方向键。")
      Paragraph(state.text(text), style: theme.muted).draw(in: area, on: &frame, theme: theme)
      return
    }
    guard let chosen = answer.chosen, let gradient = answer.gradient else {
      let name = SlotText.name(answer.address, snapshot.program)
      let text = BilingualText(
        "No gradient leads from the loss to \(name): nothing on the way to the loss uses it, or it says what is right.",
        zh: "从损失没有梯度通向 \(name)：通往损失的路上没有用到它，或者它就是正确答案。")
      Paragraph(state.text(text), style: theme.muted).draw(in: area, on: &frame, theme: theme)
      return
    }
    frame.clipped(to: area) {
      drawAnswer(answer, chosen, gradient, snapshot, state, in: area, on: &$0, theme)
    }
  }

  private static func drawAnswer(
    _ answer: WhatIf, _ chosen: WhatIf.Nudge, _ gradient: Double, _ snapshot: Snapshot, _ state: WorkbenchState,
    in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let words = NudgeText(
      answer: answer, program: snapshot.program, format: NumberFormat(glyphs: theme.capabilities.glyphs),
      text: { state.text($0) })
    let now = snapshot.values(of: answer.address.slot)?[safe: answer.address.cell]
    let isOld = snapshot.program[answer.address.slot].role == .parameter && now != answer.value
    let name = (isOld ? "old " : "") + SlotText.name(answer.address, snapshot.program)
    let head = drawHead(name, answer, chosen, gradient, words, state, in: area, on: &frame, theme)
    let rest = area.inset(top: head)
    let actions = rest.height >= 2 ? 3 : 0
    let body = rest.inset(bottom: actions)
    let isWide = body.width >= 74 && body.height >= 6
    let columns = Layout.split(body, .horizontally, isWide ? [.fixed(46), .weight(1)] : [.weight(1)], spacing: 2)
    let table = isWide || body.height < 16 ? columns[0] : Rect(x: body.x, y: body.y, width: body.width, height: 9)
    drawTable(answer, words, state, in: table, on: &frame, theme)
    let plot = isWide ? columns[1] : body.inset(top: 9)
    if isWide || body.height >= 16 { drawPlot(answer, state, in: plot, on: &frame, theme) }
    if actions > 0 {
      drawActions(state, snapshot, in: rest.inset(top: rest.height - min(actions, rest.height)), on: &frame, theme)
    }
  }

  /// Number, ε, both changes as bars on one scale, and why they differ.
  ///
  /// - Parameter name: the number's, with `old` in front of a weight that has been updated since.
  private static func drawHead(
    _ name: String, _ answer: WhatIf, _ chosen: WhatIf.Nudge, _ gradient: Double, _ words: NudgeText,
    _ state: WorkbenchState,
    in area: Rect, on frame: inout Frame, _ theme: Theme
  ) -> Int {
    let (format, signs) = (words.format, theme.signs)
    let exact = NumberFormat(significantDigits: 5, glyphs: theme.capabilities.glyphs)
    frame.clipped(to: area) { frame in
      var title = StyledText(name, theme.accent)
      title.append(" = \(format.text(answer.value))")
      frame.put(title, x: area.x, y: area.y, base: theme.text)
      frame.put(
        state.text(BilingualText("loss \(exact.text(answer.loss))", zh: "损失 \(exact.text(answer.loss))")),
        in: area.inset(left: frame.widths.columns(of: title.text) + 1), alignment: .right, style: theme.muted)
      var knob = StyledText("ε \(signs.left) ", theme.text)
      knob.append(format.text(chosen.epsilon), theme.accent)
      knob.append(" \(signs.right)", theme.text)
      knob.append("   ∂ = \(format.text(gradient))", theme.muted)
      frame.put(knob, x: area.x, y: area.y + 1, base: theme.text)
    }
    let titles = [
      state.text(BilingualText("predicted  ∂·ε", zh: "预测 ∂·ε")), state.text(BilingualText("real", zh: "实际")),
    ]
    let titleWidth = area.width >= 46 ? 15 : 10
    let bars = area.inset(left: titleWidth + 11)
    let limit = SignedBarAxis.limit(for: [chosen.predicted, chosen.real])
    for (row, value) in [chosen.predicted, chosen.real].enumerated() {
      frame.put(titles[row], in: Rect(x: area.x, y: area.y + 2 + row, width: titleWidth, height: 1), style: theme.text)
      frame.put(
        format.text(value, width: 10), in: Rect(x: area.x + titleWidth, y: area.y + 2 + row, width: 10, height: 1),
        style: value < 0 ? theme.negative : theme.positive)
      SignedBar(value, limit: limit).draw(in: bars.row(2 + row), on: &frame, theme: theme)
    }
    SignedBarAxis(limit: limit).draw(in: bars.row(4), on: &frame, theme: theme)
    frame.put(
      state.text(BilingualText("change of loss", zh: "损失的变化")), in: area.inset(right: bars.width), row: 4,
      style: theme.muted)
    var reason = StyledText(state.text(BilingualText("apart ", zh: "相差 ")), theme.text)
    reason.append(words.difference(chosen), theme.accent)
    reason.append(": " + words.sentence(chosen), theme.muted)
    let lines = TextWrapping(columns: area.width, widths: frame.widths).lines(reason).prefix(2)
    frame.clipped(to: area) { frame in
      for (row, line) in lines.enumerated() { frame.put(line, x: area.x, y: area.y + 5 + row, base: theme.text) }
    }
    return 5 + lines.count
  }

  /// One row for each power of ten, the nearest to ε in sight.
  private static func drawTable(
    _ answer: WhatIf, _ words: NudgeText, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let size = abs(answer.request.epsilon)
    // The row above which ε lies, in the order from large to small.
    let nearest = answer.series.firstIndex { abs($0.epsilon) <= size * 2 } ?? answer.series.count - 1
    let rows = answer.series.enumerated().map { index, nudge in
      let isHere = abs(abs(nudge.epsilon) - size) < size * 0.01
      return [
        StyledText(
          "\(isHere ? "\(theme.signs.right)" : " ")\(NumberFormat(significantDigits: 1, trimsZeros: true, glyphs: theme.capabilities.glyphs).text(nudge.epsilon))",
          isHere ? theme.accent : theme.text),
        StyledText(words.format.text(nudge.predicted)), StyledText(words.format.text(nudge.real)),
        StyledText(words.difference(nudge), theme.accent), StyledText(words.reason(nudge), theme.muted),
      ]
    }
    let visible = max(area.height - 1, 1)
    Table(
      [
        Table.Column(" ε", .fixed(7)),
        Table.Column(state.text(BilingualText("predicted", zh: "预测")), .fixed(9), alignment: .right),
        Table.Column(state.text(BilingualText("real", zh: "实际")), .fixed(9), alignment: .right),
        Table.Column(state.text(BilingualText("apart", zh: "相差")), .fixed(8), alignment: .right), Table.Column(""),
      ], rows: rows, scroll: min(max(nearest - visible / 2, 0), max(rows.count - visible, 0))
    ).draw(in: area, on: &frame, theme: theme)
  }

  /// How far apart the two are, against ε, both axes logarithmic: a straight line down, then rounding.
  private static func drawPlot(
    _ answer: WhatIf, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let samples = answer.series.enumerated().compactMap { index, nudge in
      nudge.relativeDifference.map { PlotSample(x: -Double(index), y: max($0, 1e-9)) }
    }
    let curve = LinePlot.Series("", samples.reversed(), color: 0)
    LinePlot(
      [curve], xTitle: state.text(BilingualText("ε = 10^x", zh: "ε = 10^x")),
      yTitle: state.text(BilingualText("apart, relative", zh: "相对差")), isLogarithmic: true,
      xRange: -Double(max(answer.series.count - 1, 1))...0
    ).draw(in: area, on: &frame, theme: theme)
  }

  // MARK: Checks

  private static func drawActions(
    _ state: WorkbenchState, _ snapshot: Snapshot, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let current = action(state)
    var line = StyledText("Enter ", theme.key)
    for action in Action.allCases {
      let isChosen = action == current && state.focus == id
      let title = state.text(action.title)
      line.append(isChosen ? "[\(title)]" : " \(title) ", isChosen ? theme.selectedTab : theme.tab)
    }
    frame.clipped(to: area) { $0.put(line, x: area.x, y: area.y, base: theme.text) }
    Paragraph(checkText(state, snapshot, theme), style: theme.muted)
      .draw(in: area.inset(top: 1), on: &frame, theme: theme)
  }

  private static func checkText(_ state: WorkbenchState, _ snapshot: Snapshot, _ theme: Theme) -> String {
    guard let check = snapshot.gradientCheck, check.request == state.whatIf.check else {
      return state.text(
        BilingualText(
          "A check compares gradients with the slope of the loss, by central differences.", zh: "检验：用中心差分得到的损失斜率来核对梯度。")
      )
    }
    let report = check.report
    let number = NumberFormat(significantDigits: 2, glyphs: theme.capabilities.glyphs)
    let agreeing = report.cells - report.failures
    var text = BilingualText(
      "\(theme.signs.done) \(agreeing) of \(report.cells) agree",
      zh: "\(theme.signs.done) \(report.cells) 个中 \(agreeing) 个一致")
    if report.failures > 0 {
      text = BilingualText(
        "\(theme.signs.wrong) \(report.failures) of \(report.cells) do not agree",
        zh: "\(theme.signs.wrong) \(report.cells) 个中 \(report.failures) 个不一致")
    }
    func add(_ english: String, _ chinese: String) {
      text = BilingualText("\(text.english), \(english)", zh: "\(text.chinese)，\(chinese)")
    }
    if report.kinks > 0 { add("\(report.kinks) at kinks", "\(report.kinks) 个在折点处") }
    if report.notSampled > 0 { add("\(report.notSampled) not drawn", "\(report.notSampled) 个未抽到") }
    if report.notFinite > 0 { add("\(report.notFinite) no numbers", "\(report.notFinite) 个非数值") }
    if let worst = report.worst.first {
      add(
        "worst \(worst.name): \(number.text(worst.value)), slope \(number.text(worst.expected))",
        "最差 \(worst.name)：\(number.text(worst.value))，斜率 \(number.text(worst.expected))")
    }
    return state.text(text)
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    switch movement {
    case .left: state.whatIf.turn(up: false)
    case .right: state.whatIf.turn(up: true)
    case .up: state[id].choice = max(action(state).rawValue - 1, 0)
    case .down: state[id].choice = min(action(state).rawValue + 1, Action.allCases.count - 1)
    case .pageUp, .pageDown: return false
    }
    return true
  }

  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot, let address = state.question else { return false }
    guard let scope = action(state).scope else {
      state.overlay = .prompt(.epsilon, text: "")
      return true
    }
    let isParameter =
      snapshot.program.value(behind: address).map { snapshot.program[$0.slot].role == .parameter } ?? false
    if scope == .model || isParameter {
      state.whatIf.check = GradientCheckRequest(scope, address, at: snapshot.moment)
    } else {
      let name = SlotText.name(address, snapshot.program)
      state.notice = Notice(
        .hint,
        state.text(
          BilingualText("\(name) is no weight or bias; check the model instead.", zh: "\(name) 不是权重或偏置；可以检验整个模型。")))
    }
    return true
  }
}
