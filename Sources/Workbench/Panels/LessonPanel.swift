import Autodiff
import Lessons
import Screen

extension PanelID {
  public static let lesson = PanelID("lesson")
}

/// The lesson: the tour's stop if there is one, the goal, what to break, the text.
enum LessonPanel: Panel {
  static let id = PanelID.lesson
  static let title = BilingualText("lesson", zh: "课文")
  static let minimumSize = Size(width: 20, height: 4)

  static func note(_ state: WorkbenchState) -> String {
    guard let session = state.session, let stop = session.tourStop else { return "" }
    return state.text(
      BilingualText(
        "stop \(stop + 1) of \(session.lesson.tour.count)", zh: "第 \(stop + 1)/\(session.lesson.tour.count) 站"))
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let session = state.session else { return }
    var lines: [StyledText] = []
    if let stop = session.tourStop, session.lesson.tour.indices.contains(stop) {
      lines += ProseText.lines(state.text(session.lesson.tour[stop].text), theme)
      let isLast = stop == session.lesson.tour.count - 1
      let hint =
        isLast
        ? BilingualText("the last stop   G: back", zh: "最后一站   G：上一站")
        : BilingualText("g: next stop   G: back", zh: "g：下一站   G：上一站")
      lines += [StyledText(""), StyledText(state.text(hint), theme.muted), StyledText("")]
    }
    if let goal = session.lesson.goal {
      let isReached = session.goalReachedAfter != nil
      lines.append(
        StyledText(isReached ? "\(theme.signs.done) " : "\(theme.signs.right) ", isReached ? theme.good : theme.accent)
          + StyledText(state.text(BilingualText("Goal: ", zh: "目标：")), theme.title)
          + StyledText(state.text(GoalWatch.describe(goal))))
    }
    let questions = session.lesson.predictions.count
    if questions > 0 {
      let right = session.answers.values.filter(\.isRight).count
      lines.append(
        StyledText(
          state.text(
            BilingualText("Questions (Q): \(right) of \(questions) right", zh: "问题（Q）：答对 \(right)/\(questions)")),
          theme.muted))
    }
    let scores = SkillScore.scores(of: state.answerRecords)
    if !scores.isEmpty {
      let line = scores.map { ScoreText.line($0, state) }.joined(separator: ", ")
      lines.append(StyledText(state.text(BilingualText("Score: \(line)", zh: "得分：\(line)")), theme.muted))
    }
    lines.append(StyledText(""))
    lines += proseLines(session.lesson, state, theme)
    if let breakIt = session.lesson.breakIt {
      lines += [StyledText(""), StyledText(state.text(BilingualText("Break it", zh: "把它弄坏")), theme.title)]
      lines += ProseText.lines(state.text(breakIt.text), theme)
    }
    let inside = area.inset(left: 1, right: 1)
    let total = Paragraph(lines).laidOut(width: max(inside.width, 1), widths: frame.widths).count
    let scroll = Scroll(total: total, visible: inside.height, offset: state[id].scroll)
    Paragraph(lines, scroll: scroll.offset).draw(in: inside, on: &frame, theme: theme)
    ScrollBar(scroll).draw(in: area, on: &frame, theme: theme)
    if state.focus == id { frame.cursor = Point(x: inside.x, y: inside.y) }
  }

  static func proseLines(_ lesson: Lesson, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    ProseText.lines(state.text(lesson.text), theme)
  }

  /// Enter asks about the number under the cursor, as on the stage: a tour puts it there.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    StagePanel.activate(&state, &effects)
  }
}
