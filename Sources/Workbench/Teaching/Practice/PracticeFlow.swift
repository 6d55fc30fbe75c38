import Autodiff
import Lessons
import Screen
import Stepping

/// Endless practice: the run goes one operation on, what it has computed stays hidden, the learner says what one of its
/// numbers is. Any lesson, any layer, any moment.
enum PracticeFlow {
  static func begin(_ state: inout WorkbenchState) -> [Effect] {
    guard let snapshot = state.snapshot else { return [] }
    let moment = next(after: snapshot)
    state.practice = PracticeQuestion(moment: moment)
    state.overlay = .practice(answer: "")
    state.feedback = nil
    state.pace = nil
    state.questions = []
    state.focus = .stage
    return [.trainer(.go(to: moment))]
  }

  /// The end of the next instruction that computes something; of one that is shown in part, its own.
  private static func next(after snapshot: Snapshot) -> Moment {
    let instructions = snapshot.program.instructions
    var iteration = snapshot.moment.iteration
    var position = snapshot.moment.position + (snapshot.moment.progress == nil ? 1 : 0)
    while true {
      if position > instructions.count { (iteration, position) = (iteration + 1, 1) }
      switch instructions[position - 1].kind {
      case .load, .seed: position += 1
      default: return Moment(stage: snapshot.moment.stage, iteration: iteration, position: position)
      }
    }
  }

  /// Hides what is asked about in a snapshot that has arrived.
  static func follow(_ state: inout WorkbenchState) {
    guard case .practice = state.overlay, var practice = state.practice, !practice.outcome.isClosed,
      let snapshot = state.snapshot, snapshot.moment == practice.moment
    else { return }
    let written = StageSlots(snapshot).writes
    practice.hidden = Set(written)
    practice.whole = snapshot
    if practice.address == nil {
      let cursor = state.cursor.flatMap { practice.hidden.contains($0.slot) ? $0 : nil }
      practice.address = cursor ?? written.first.map { CellAddress($0, cell: 0) }
      state.cursor = practice.address
    }
    if snapshot.worked?.address == practice.address { practice.worked = snapshot.worked }
    state.practice = practice
    state.snapshot = snapshot.hiding(practice.hidden)
  }

  static func press(_ key: Key, _ answer: String, _ state: inout WorkbenchState) -> [Effect] {
    guard let practice = state.practice else { return [] }
    switch key {
    case .enter: return practice.outcome.isClosed ? begin(&state) : commit(answer, &state)
    case .character("?"): hint(&state)
    case .tab:
      if !practice.outcome.isClosed { state.practice?.turnKind() }
    default: move(key, &state)
    }
    return []
  }

  /// Arrows choose another of the hidden numbers, as long as nothing has been said to this one.
  private static func move(_ key: Key, _ state: inout WorkbenchState) {
    guard let practice = state.practice, practice.outcome == PredictionOutcome(), practice.worked != nil else { return }
    let movement: Movement? =
      switch key {
      case .up: .up
      case .down: .down
      case .left: .left
      case .right: .right
      case .pageUp: .pageUp
      case .pageDown: .pageDown
      default: nil
      }
    guard let movement else { return }
    let before = state.cursor
    var effects: [Effect] = []
    _ = StagePanel.move(movement, &state, &effects)
    guard let cursor = state.cursor, practice.hidden.contains(cursor.slot) else {
      state.cursor = before
      return
    }
    state.practice?.choose(cursor)
  }

  private static func hint(_ state: inout WorkbenchState) {
    guard var practice = state.practice, !practice.outcome.isClosed, let worked = practice.worked else { return }
    if let next = PredictionHints.all(nil, worked)[safe: practice.outcome.hints.count] {
      practice.outcome.hints.append(next)
      state.practice = practice
    } else {
      state.feedback = Notice(.hint, state.text(BilingualText("There is no further hint.", zh: "没有更多提示了。")))
    }
  }

  private static func commit(_ answer: String, _ state: inout WorkbenchState) -> [Effect] {
    guard var practice = state.practice, let worked = practice.worked, !answer.isEmpty else { return [] }
    guard let (question, rightAnswer) = practice.asked else {
      state.feedback = Notice(.hint, state.text(BilingualText("It is no number any more.", zh: "它已不再是一个数。")))
      return []
    }
    let check = question.check(answer, against: rightAnswer, worked: worked, program: worked.program)
    switch check {
    case .unreadable: break
    case .right:
      practice.outcome.isRight = true
      practice.outcome.isClosed = true
    case .wrong:
      practice.outcome.wrongAnswers += 1
      practice.outcome.isClosed = practice.outcome.wrongAnswers >= AnswerFeedback.tries
    }
    let right = BilingualText(
      rightAnswer.text(for: question, in: .english), zh: rightAnswer.text(for: question, in: .chinese))
    let sum = ExpansionText(program: worked.program, format: NumberFormat(glyphs: state.capabilities.glyphs))
      .line(worked.expansion.terms[...], columns: 60)
    // As code, since a product is full of signs that Markdown knows.
    let feedback = AnswerFeedback(right: right, explanation: BilingualText("`= \(sum)`", zh: "`= \(sum)`"))
      .notice(check, isLast: practice.outcome.isClosed, state)
    state.practice = practice
    state.feedback = feedback
    state.overlay = .practice(answer: practice.outcome.isClosed ? answer : "")
    guard practice.outcome.isClosed else { return [] }
    let skill = Skill.usual(for: worked.program[worked.address.slot], in: worked.program)
    state.answerRecords.append(
      AnswerRecord(
        lesson: state.session?.lesson.id ?? "", prediction: AnswerRecord.practice, skill: skill,
        isRight: practice.outcome.isRight, wrongAnswers: practice.outcome.wrongAnswers,
        hints: practice.outcome.hints.count))
    state.feedback = Notice(feedback.kind, feedback.text + ScoreText.behindAnswer(skill, state))
    reveal(&state)
    return []
  }

  /// Shows what was hidden; also when the question is left unanswered.
  static func reveal(_ state: inout WorkbenchState) {
    guard let whole = state.practice?.whole, whole.moment == state.snapshot?.moment else { return }
    state.snapshot = whole
  }
}
