import Autodiff
import Lessons
import Screen
import Sessions
import Stepping

/// The first screen: the lessons that were found, one a line, and what the chosen one asks.
enum LessonList {
  static func draw(_ state: WorkbenchState, on frame: inout Frame, theme: Theme) {
    let rows = Layout.split(frame.bounds, .vertically, [.fixed(1), .weight(1), .fixed(1)])
    frame.fill(rows[0], style: theme.statusLine)
    frame.put(
      " backstep   " + state.text(BilingualText("a debugger for learning", zh: "学习的调试器")), in: rows[0],
      style: theme.statusLine.with(.bold))
    let columns = Layout.split(rows[1], .horizontally, [.weight(1), .weight(1)])
    drawList(state, in: columns[0], on: &frame, theme)
    drawChosen(state, in: columns[1], on: &frame, theme)
    if state.notice != nil {
      Footer.draw(state, in: rows[2], on: &frame, theme: theme)
    } else {
      let keys = BilingualText(
        "Enter open   ▴ ▾ choose   L language   ? help   q quit", zh: "Enter 打开   ▴ ▾ 选择   L 语言   ? 帮助   q 退出")
      frame.put(" " + state.text(keys), in: rows[2], style: theme.muted)
    }
  }

  private static func drawList(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    // The list is longer than most terminals are high: the title says how many there are.
    let place = state.lessons.isEmpty ? "" : " \(state.lessonChoice + 1)/\(state.lessons.count)"
    let border = Border(title: state.text(BilingualText("lessons", zh: "课程")) + place, isFocused: true)
    border.draw(in: area, on: &frame, theme: theme)
    let rows = state.lessons.map { lesson in
      let isReached = state.progress.lessons[lesson.id]?.goal != nil
      let sign = isReached ? "\(theme.signs.done)" : state.progress.lessons[lesson.id] == nil ? " " : "-"
      return [
        StyledText(" \(lesson.order)", theme.muted), StyledText(sign, isReached ? theme.good : theme.muted),
        StyledText(state.text(lesson.title)),
      ]
    }
    Table(
      [Table.Column("", .fixed(5)), Table.Column("", .fixed(2)), Table.Column("")], rows: rows,
      selected: state.lessonChoice, showsHeader: false
    ).draw(in: border.inside(area), on: &frame, theme: theme)
    if state.lessons.isEmpty {
      let text = BilingualText("No lessons were found.", zh: "没有找到课程。")
      frame.put(" " + state.text(text), in: border.inside(area), style: theme.warning)
    }
  }

  /// What the learner has done in a lesson; nil when it was never opened.
  private static func progress(_ lesson: Lesson, _ state: WorkbenchState) -> String? {
    guard let done = state.progress.lessons[lesson.id] else { return nil }
    let closed = done.answers.values.filter(\.isClosed)
    let right = closed.filter(\.isRight).count
    var words = [BilingualText("opened", zh: "已打开")]
    if let goal = done.goal {
      words = [BilingualText("goal reached within \(goal) iterations", zh: "\(goal) 次迭代之内达到目标")]
    }
    if !closed.isEmpty {
      words.append(
        BilingualText(
          "\(right) of \(closed.count) questions right", zh: "\(closed.count) 个问题答对 \(right) 个"))
    }
    return words.map(state.text).joined(separator: state.text(BilingualText(", ", zh: "，")))
  }

  private static func drawChosen(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    let border = Border(title: "")
    border.draw(in: area, on: &frame, theme: theme)
    var lines: [StyledText] = []
    if state.lessons.indices.contains(state.lessonChoice) {
      let lesson = state.lessons[state.lessonChoice]
      lines = [
        StyledText(state.text(lesson.title), theme.title), StyledText(""),
        StyledText(state.text(lesson.question), theme.accent),
        StyledText(""),
      ]
      if let words = progress(lesson, state) { lines += [StyledText(words, theme.good), StyledText("")] }
      lines += LessonPanel.proseLines(lesson, state, theme)
    }
    for problem in state.lessonProblems { lines.append(StyledText(problem, theme.warning)) }
    Paragraph(lines).draw(in: border.inside(area).inset(left: 1, right: 1), on: &frame, theme: theme)
  }
}

extension WorkbenchState {
  /// Chooses the lesson that was worked at last, and says that Enter goes on there.
  public mutating func offerToGoOn(with id: String) {
    guard let index = lessons.firstIndex(where: { $0.id == id }) else { return }
    lessonChoice = index
    let title = lessons[index].title
    notice = Notice(
      .hint,
      text(
        BilingualText(
          "Enter goes on where you were: \(title.english).", zh: "按 Enter 回到上次离开的地方：\(title.chinese)。")))
  }
}

/// Keys at the lesson list.
enum LessonListKeys {
  /// Nil for keys that mean the same everywhere.
  static func press(_ key: Key, _ state: inout WorkbenchState) -> [Effect]? {
    switch key {
    case .up, .character("k"): state.lessonChoice = max(state.lessonChoice - 1, 0)
    case .down, .character("j"): state.lessonChoice = min(state.lessonChoice + 1, max(state.lessons.count - 1, 0))
    case .pageUp: state.lessonChoice = max(state.lessonChoice - 10, 0)
    case .pageDown: state.lessonChoice = min(state.lessonChoice + 10, max(state.lessons.count - 1, 0))
    case .home: state.lessonChoice = 0
    case .end: state.lessonChoice = max(state.lessons.count - 1, 0)
    case .enter, .right:
      guard state.lessons.indices.contains(state.lessonChoice) else { return [] }
      let lesson = state.lessons[state.lessonChoice]
      if state.session?.lesson.id == lesson.id, state.snapshot != nil {
        // Still running behind the list: back to where it was.
        state.place = .workbench
        return []
      }
      return [.open(lesson, lesson.plan, .lesson)]
    default: return nil
    }
    return []
  }
}
