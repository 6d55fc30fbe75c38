import Autodiff
import Screen
import Stepping

extension PanelID {
  public static let timeline = PanelID("timeline")
}

/// Every branch of the run along one axis of iterations: where it parts from the current one, how far it
/// has come, what was changed on it, where the run stands. Enter takes a branch up.
enum TimelinePanel: Panel {
  static let id = PanelID.timeline
  static let title = BilingualText("timeline", zh: "时间线")
  static let minimumSize = Size(width: 24, height: 4)
  static let letter: Character? = "0"

  static func note(_ state: WorkbenchState) -> String {
    guard let snapshot = state.snapshot, snapshot.branches.count > 1 else { return "" }
    let count = snapshot.branches.count
    return state.text(BilingualText("\(count) branches", zh: "\(count) 个分支"))
  }

  /// The branch that is chosen in the list.
  static func chosen(_ state: WorkbenchState) -> BranchSummary? {
    guard let branches = state.snapshot?.branches, !branches.isEmpty else { return nil }
    return branches[choice(branches, state)]
  }

  /// Until one is chosen, the branch that was left last: that is what one wants to look at beside the current one.
  private static func choice(_ branches: [BranchSummary], _ state: WorkbenchState) -> Int {
    if state[id].follows { return branches.lastIndex { !$0.isCurrent } ?? 0 }
    return min(max(state[id].choice, 0), branches.count - 1)
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot, !snapshot.branches.isEmpty, !area.isEmpty else { return }
    frame.clipped(to: area) { frame in draw(snapshot, state, in: area, on: &frame, theme) }
  }

  private static func draw(
    _ snapshot: Snapshot, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let branches = snapshot.branches
    let choice = choice(branches, state)
    if !state[id].tab.isMultiple(of: 2) {
      BranchTable(snapshot, state).draw(in: area, choice: choice, on: &frame, theme: theme)
      return
    }
    let words = Paragraph(comparisonLines(snapshot, state, theme))
    let comparison = words.laidOut(width: max(area.width - 2, 1), widths: frame.widths)
    let below = min(comparison.count, max(area.height - 3, 0))
    let body = area.inset(bottom: below + 1)
    let nameWidth = min(
      max(branches.map { frame.widths.columns(of: state.text($0.name)) }.max() ?? 8, 8), area.width / 3)
    let resultWidth = area.width >= 48 ? 22 : 16
    let plot = body.inset(left: nameWidth + 4, right: resultWidth + 1)
    let last = max(branches.map { completed($0.end, snapshot) }.max() ?? 1, 1)
    var scroll = Scroll(total: branches.count, visible: body.height)
    scroll.reveal(choice)
    for (row, index) in scroll.range.enumerated() {
      let branch = branches[index]
      let line = body.row(row)
      let sign = branch.isCurrent ? theme.signs.current : branch.id == snapshot.comparison?.id ? "|" : " "
      frame.put("\(sign)", x: line.x, y: line.y, style: theme.accent)
      frame.put(
        state.text(branch.name), in: Rect(x: line.x + 2, y: line.y, width: nameWidth, height: 1), style: theme.text)
      drawLine(branch, snapshot, last, in: Rect(x: plot.x, y: line.y, width: plot.width, height: 1), on: &frame, theme)
      frame.put(
        result(branch, state, inColumns: resultWidth), in: line.inset(left: line.width - resultWidth),
        alignment: .right, style: theme.muted)
      if state.focus == id, index == choice {
        frame.restyle(line, with: theme.selection)
        frame.cursor = Point(x: line.x, y: line.y)
      }
    }
    ScrollBar(scroll).draw(in: body, on: &frame, theme: theme)
    let axis = Rect(x: plot.x, y: body.y + min(branches.count, body.height), width: plot.width, height: 1)
    let title = state.text(BilingualText("iteration", zh: "迭代"))
    frame.put("0", in: axis, style: theme.muted)
    if frame.widths.columns(of: title) + 2 * ("\(last)".count + 1) <= axis.width {
      frame.put(title, in: axis, alignment: .center, style: theme.muted)
    }
    frame.put("\(last)", in: axis, alignment: .right, style: theme.muted)
    words.draw(
      in: Rect(x: area.x + 1, y: area.bottom - below, width: area.width - 2, height: below), on: &frame, theme: theme)
  }

  /// From where it parts to where it ends; letters where something was changed, a mark where the run stands.
  private static func drawLine(
    _ branch: BranchSummary, _ snapshot: Snapshot, _ last: Int, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    guard area.width > 2 else { return }
    func column(_ iteration: Int) -> Int { area.x + min(iteration * (area.width - 1) / last, area.width - 1) }
    let first = branch.isCurrent ? 0 : branch.forkIteration
    let end = completed(branch.end, snapshot)
    let stroke: Character = theme.signs.verticalLine.isASCII ? "-" : "─"
    for x in column(first)...max(column(end), column(first)) { frame.put(stroke, x: x, y: area.y, style: theme.text) }
    if !branch.isCurrent, branch.forkIteration > 0 {
      frame.put(theme.signs.verticalLine.isASCII ? "+" : "└", x: column(first), y: area.y, style: theme.text)
    }
    for change in branch.marks {
      frame.put(ChangeMark.sign(change.change), x: column(change.iteration), y: area.y, style: theme.warning)
    }
    guard branch.isCurrent else { return }
    frame.put(theme.signs.pointMark(0), x: column(snapshot.completedIterations), y: area.y, style: theme.accent)
  }

  private static func completed(_ end: Moment, _ snapshot: Snapshot) -> Int {
    end.position == 0 ? end.iteration : end.iteration + 1
  }

  /// The loss on all training samples where the branch was evaluated last, and where that was.
  private static func result(_ branch: BranchSummary, _ state: WorkbenchState, inColumns width: Int) -> String {
    guard let point = branch.evaluations.points.last else { return "" }
    let format = NumberFormat(glyphs: state.theme.capabilities.glyphs)
    let loss = format.text(Float(point.train.loss))
    let text = state.text(
      BilingualText(
        "loss \(loss) after \(point.completedIterations)", zh: "第 \(point.completedIterations) 次后损失 \(loss)"))
    return CharacterWidth().columns(of: text) <= width
      ? text : state.text(BilingualText("loss \(loss)", zh: "损失 \(loss)"))
  }

  /// What the branch that goes along has at this point, and where the two part.
  private static func comparisonLines(_ snapshot: Snapshot, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    guard let comparison = snapshot.comparison else {
      let hint = BilingualText(
        snapshot.branches.count > 1
          ? "Enter takes a branch up   | compares it in step   D drops it   ] table"
          : "A change in the past, or r, opens a branch.",
        zh: snapshot.branches.count > 1 ? "Enter 切换到分支   | 同步比较   D 删除   ] 表格" : "在过去作改动，或按 r，会开出分支。")
      return [StyledText(state.text(hint), theme.muted)]
    }
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    var lines: [StyledText] = []
    if let here = snapshot.current, let there = comparison.current {
      let (a, b) = (format.text(Float(here.train.loss)), format.text(Float(there.train.loss)))
      let name = comparison.name
      // One that goes along while training runs may be a little behind.
      let isLate = there.completedIterations != here.completedIterations
      let late = isLate ? " (\(there.completedIterations))" : ""
      lines.append(
        StyledText(
          state.text(
            BilingualText(
              "training loss at iteration \(here.completedIterations): here \(a), \(name.english) \(b)\(late)",
              zh: "第 \(here.completedIterations) 次迭代的训练损失：这里 \(a)，\(name.chinese) \(b)\(late)")), theme.text))
    }
    lines.append(StyledText(state.text(DifferenceText.sentence(comparison.firstDifference, format)), theme.accent))
    return lines
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let branches = state.snapshot?.branches ?? []
    let count = branches.count
    var choice = choice(branches, state)
    switch movement {
    case .up: choice -= 1
    case .down: choice += 1
    case .pageUp: choice = 0
    case .pageDown: choice = count - 1
    case .left, .right: return false
    }
    state[id].choice = min(max(choice, 0), max(count - 1, 0))
    state[id].follows = false
    return true
  }

  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let branch = chosen(state), !branch.isCurrent else { return false }
    state.pace = nil
    state.questions = []
    effects.append(.trainer(.switchBranch(branch.id)))
    return true
  }
}
