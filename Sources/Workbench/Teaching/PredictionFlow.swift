import Autodiff
import Lessons
import Screen
import Stepping

/// What became of one of the lesson's questions.
public struct PredictionOutcome: Hashable, Sendable {
  /// Wrong answers so far.
  public var wrongAnswers = 0
  public var isRight = false
  /// Answered rightly, or shown after two wrong answers.
  public var isClosed = false

  public init() {}
}

/// Predict, then see: the run stops before a number, the learner says what it will be, the program
/// computes the right answer from the run and says which mistake a wrong one fits.
enum PredictionFlow {
  /// Wrong answers before the right one is shown.
  private static let tries = 2

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
    guard !answer.isEmpty, let right = try? prediction.answer(in: session.setup) else { return [] }
    switch prediction.check(answer, against: right) {
    case .unreadable(let needed):
      state.feedback = Notice(
        .hint, state.text(BilingualText("Answer with \(needed.english).", zh: "请回答\(needed.chinese)。")))
    case .right:
      outcome.isRight = true
      outcome.isClosed = true
      let said = right.text(for: prediction, in: state.language)
      state.feedback = Notice(
        .good, state.text(BilingualText("Right: \(said). ", zh: "正确：\(said)。")) + state.text(prediction.explanation))
    case .wrong(let mistake):
      outcome.wrongAnswers += 1
      let fits = mistake.map { " " + state.text($0.text) } ?? ""
      if outcome.wrongAnswers < tries {
        let hint = prediction.hint.map { " " + state.text($0) } ?? ""
        state.feedback = Notice(.problem, state.text(BilingualText("Not so.", zh: "不对。")) + fits + hint)
      } else {
        outcome.isClosed = true
        let said = right.text(for: prediction, in: state.language)
        state.feedback = Notice(
          .problem,
          state.text(BilingualText("It is \(said).", zh: "答案是 \(said)。")) + fits + " "
            + state.text(prediction.explanation))
      }
    }
    state.session?.answers[index] = outcome
    state.overlay = .prediction(index, answer: outcome.isClosed ? answer : "")
    if let cell = prediction.cell, outcome.isClosed { state.expectedCursor = try? cell.address(in: snapshot.program) }
    if case .unreadable = prediction.check(answer, against: right) { return [] }
    return state.note(
      .answer(
        RunNote.Answer(
          index: index, id: prediction.id, skill: nil, wrongAnswers: outcome.wrongAnswers, isRight: outcome.isRight,
          isClosed: outcome.isClosed)))
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
    lines.append(StyledText(""))
    let isClosed = session.answers[index]?.isClosed == true
    lines.append(StyledText("> \(answer)\(isClosed ? "" : "_")", theme.accent))
    if let feedback = state.feedback {
      let sign =
        feedback.kind == .good ? theme.signs.done : feedback.kind == .problem ? theme.signs.wrong : theme.signs.right
      let style = feedback.kind == .good ? theme.good : feedback.kind == .problem ? theme.warning : theme.accent
      var said = ProseText.lines(feedback.text, theme)
      if !said.isEmpty { said[0] = StyledText("\(sign) ", style) + said[0] }
      lines += [StyledText("")] + said
    }
    let hint =
      isClosed
      ? BilingualText("Enter: go and see   Esc: stay here", zh: "Enter：去看   Esc：留在这里")
      : BilingualText("Enter: answer   Esc: later", zh: "Enter：回答   Esc：以后再说")
    let title = BilingualText(
      "question \(index + 1) of \(session.lesson.predictions.count)",
      zh: "问题 \(index + 1)/\(session.lesson.predictions.count)")
    Popup(title: state.text(title), lines: lines, footer: StyledText(state.text(hint)), maximumWidth: 64)
      .draw(in: frame.bounds, on: &frame, theme: theme)
  }
}
