public import Autodiff
import Lessons
import Screen
import Stepping

/// What became of one of the lesson's questions.
public struct PredictionOutcome: Hashable, Sendable {
  /// Wrong answers so far.
  public var wrongAnswers = 0
  /// The hints asked for so far.
  public var hints: [BilingualText] = []
  public var isRight = false
  /// Answered rightly, or shown after two wrong answers.
  public var isClosed = false

  public init() {}
}

/// Predict, then see: the run stops before a number, the learner says what it will be, the program
/// computes the right answer from the run and says which mistake a wrong one fits.
enum PredictionFlow {
  static func begin(_ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, let snapshot = state.snapshot else { return [] }
    let predictions = session.lesson.predictions
    guard let index = predictions.indices.first(where: { session.answers[$0]?.isClosed != true }) else {
      let right = session.answers.values.filter(\.isRight).count
      let text = BilingualText(
        "All \(predictions.count) questions are answered, \(right) rightly.",
        zh: "\(predictions.count) 个问题都已回答，答对 \(right) 个。")
      state.notice = Notice(.good, state.text(text))
      return []
    }
    state.overlay = .prediction(index, answer: "")
    state.feedback = nil
    state.pace = nil
    state.questions = []
    guard let moment = try? predictions[index].stop.moment(in: snapshot.program) else { return [] }
    return [.trainer(.go(to: moment))]
  }

  static func commit(_ index: Int, _ answer: String, _ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, let snapshot = state.snapshot, index < session.lesson.predictions.count else {
      return []
    }
    let prediction = session.lesson.predictions[index]
    var outcome = session.answers[index] ?? PredictionOutcome()
    // After the answer is shown, Enter closes the box and goes to see it.
    if outcome.isClosed {
      state.overlay = nil
      state.feedback = nil
      return reveal(prediction, &state)
    }
    guard !answer.isEmpty, let work = try? prediction.work(in: session.setup) else { return [] }
    let check = prediction.check(answer, against: work.answer, worked: work.worked, program: work.program)
    switch check {
    case .unreadable: break
    case .right:
      outcome.isRight = true
      outcome.isClosed = true
    case .wrong:
      outcome.wrongAnswers += 1
      outcome.isClosed = outcome.wrongAnswers >= AnswerFeedback.tries
    }
    let right = BilingualText(
      work.answer.text(for: prediction.question, in: .english),
      zh: work.answer.text(for: prediction.question, in: .chinese))
    let feedback = AnswerFeedback(right: right, explanation: prediction.explanation)
      .notice(check, isLast: outcome.isClosed, state)
    if outcome.isClosed {
      state.answerRecords.append(
        AnswerRecord(
          lesson: session.lesson.id, prediction: prediction.id, skill: prediction.skill, isRight: outcome.isRight,
          wrongAnswers: outcome.wrongAnswers, hints: outcome.hints.count))
      state.feedback = Notice(feedback.kind, feedback.text + ScoreText.behindAnswer(prediction.skill, state))
    } else {
      state.feedback = feedback
    }
    state.session?.answers[index] = outcome
    state.overlay = .prediction(index, answer: outcome.isClosed ? answer : "")
    if let cell = prediction.cell, outcome.isClosed { state.expectedCursor = try? cell.address(in: snapshot.program) }
    if case .unreadable = check { return [] }
    return state.note(
      .answer(
        RunNote.Answer(
          index: index, id: prediction.id, skill: prediction.skill.rawValue, wrongAnswers: outcome.wrongAnswers,
          isRight: outcome.isRight,
          isClosed: outcome.isClosed)))
  }

  /// Gives the next hint, if there is one more.
  static func hint(_ index: Int, _ state: inout WorkbenchState) {
    guard let session = state.session, index < session.lesson.predictions.count else { return }
    let prediction = session.lesson.predictions[index]
    var outcome = session.answers[index] ?? PredictionOutcome()
    guard !outcome.isClosed, let work = try? prediction.work(in: session.setup) else { return }
    let all = PredictionHints.all(prediction.hint, work.worked)
    if let next = all[safe: outcome.hints.count] {
      outcome.hints.append(next)
    } else {
      state.feedback = Notice(.hint, state.text(BilingualText("There is no further hint.", zh: "没有更多提示了。")))
    }
    state.session?.answers[index] = outcome
  }

  /// Goes to where the number that was asked about is computed.
  private static func reveal(_ prediction: Prediction, _ state: inout WorkbenchState) -> [Effect] {
    guard let snapshot = state.snapshot, let moment = try? prediction.answerMoment(in: snapshot.program) else {
      return []
    }
    if let cell = prediction.cell { state.expectedCursor = try? cell.address(in: snapshot.program) }
    return [.trainer(.go(to: moment))]
  }

  static func draw(_ index: Int, _ answer: String, _ state: WorkbenchState, on frame: inout Frame, theme: Theme) {
    guard let session = state.session, index < session.lesson.predictions.count else { return }
    let prediction = session.lesson.predictions[index]
    var lines = ProseText.lines(state.text(prediction.prompt), theme)
    if case .choice(let choices, _) = prediction.question {
      for (number, choice) in choices.enumerated() {
        lines.append(StyledText("  \(number + 1)  \(state.text(choice))"))
      }
    }
    for hint in session.answers[index]?.hints ?? [] { lines += HintText.lines(hint, state, theme) }
    lines.append(StyledText(""))
    let isClosed = session.answers[index]?.isClosed == true
    lines.append(StyledText("> \(answer)\(isClosed ? "" : "_")", theme.accent))
    if let feedback = state.feedback { lines += [StyledText("")] + FeedbackText.lines(feedback, theme) }
    let hint =
      isClosed
      ? BilingualText("Enter: go and see   Esc: stay here", zh: "Enter：去看   Esc：留在这里")
      : BilingualText("Enter: answer   ?: hint   Esc: later", zh: "Enter：回答   ?：提示   Esc：以后再说")
    let title = BilingualText(
      "question \(index + 1) of \(session.lesson.predictions.count)",
      zh: "问题 \(index + 1)/\(session.lesson.predictions.count)")
    Popup(title: state.text(title), lines: lines, footer: StyledText(state.text(hint)), maximumWidth: 64)
      .draw(in: frame.bounds, on: &frame, theme: theme)
  }
}
