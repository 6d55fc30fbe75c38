import Autodiff
import Lessons
import Stepping

/// The lesson's questions in text mode: asked one at a time, each answered on the next line.
struct TextQuestions {
  let lesson: Lesson
  let language: Language
  private var next = 0
  private var wrongAnswers = 0
  private var hints = 0
  private(set) var isWaiting = false
  private var given: RunNote.Answer?

  init(lesson: Lesson, language: Language) {
    self.lesson = lesson
    self.language = language
  }

  /// The answer that was given last, once.
  mutating func takeAnswer() -> RunNote.Answer? {
    defer { given = nil }
    return given
  }

  /// Goes on with a later question: those before it are answered.
  mutating func skip(to index: Int) { next = max(next, index) }

  private mutating func note(_ prediction: Prediction, isRight: Bool, isClosed: Bool) {
    given = RunNote.Answer(
      index: next, id: prediction.id, skill: prediction.skill.rawValue, wrongAnswers: wrongAnswers, isRight: isRight,
      isClosed: isClosed)
  }

  /// Wrong answers before the right one is told.
  private static let tries = 2

  private func text(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

  mutating func ask(_ timeline: Timeline) -> [String] {
    guard lesson.predictions.indices.contains(next) else {
      return [text("There are no more questions.", "没有更多的问题了。")]
    }
    let prediction = lesson.predictions[next]
    if let moment = try? prediction.stop.moment(in: timeline.program) { timeline.go(to: moment) }
    isWaiting = true
    wrongAnswers = 0
    hints = 0
    var lines = [
      text("Question \(next + 1) of \(lesson.predictions.count): ", "问题 \(next + 1)/\(lesson.predictions.count)：")
        + prediction.prompt[language]
    ]
    if case .choice(let choices, _) = prediction.question {
      lines += choices.enumerated().map { "\($0 + 1): \($1[language])" }
    }
    return lines
  }

  mutating func answer(_ line: String, _ timeline: Timeline) -> [String] {
    let prediction = lesson.predictions[next]
    guard !line.isEmpty, let work = try? prediction.work(in: timeline.setup) else {
      isWaiting = false
      return [text("The question waits; ask repeats it.", "问题先放着；输入 ask 可再次提问。")]
    }
    if line == "?" || line.lowercased() == "hint" { return hint(PredictionHints.all(prediction.hint, work.worked)) }
    let right = work.answer.text(for: prediction.question, in: language)
    switch prediction.check(line, against: work.answer, worked: work.worked, program: work.program) {
    case .unreadable(let needed):
      return [
        text(
          "Answer with \(needed.english). hint gives a hint, an empty line leaves the question.",
          "请回答\(needed.chinese)。输入 hint 可得到提示，空行放下问题。")
      ]
    case .right:
      note(prediction, isRight: true, isClosed: true)
      close()
      return [text("Right: \(right).", "正确：\(right)。"), prediction.explanation[language]]
    case .wrong(let mistakes):
      wrongAnswers += 1
      note(prediction, isRight: false, isClosed: wrongAnswers >= Self.tries)
      let fits = mistakes.map { $0.text[language] }
      if wrongAnswers < Self.tries {
        return [text("Not so.", "不对。")] + fits + [text("hint gives a hint.", "输入 hint 可得到提示。")]
      }
      close()
      return [text("It is \(right).", "答案是 \(right)。")] + fits + [prediction.explanation[language]]
    }
  }

  private mutating func hint(_ all: [BilingualText]) -> [String] {
    guard all.indices.contains(hints) else { return [text("There is no further hint.", "没有更多提示了。")] }
    defer { hints += 1 }
    return [all[hints][language]]
  }

  private mutating func close() {
    isWaiting = false
    next += 1
  }
}
