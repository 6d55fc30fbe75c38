import Autodiff
import Lessons
import Stepping
import Storage

/// The workbench in plain sentences: a command a line comes in, one or two sentences go out. For screen
/// readers, pipes and logs. Nothing is drawn, and nothing that was printed changes.
struct TextMode {
  let effects: EffectRunner
  let knobs: KnobArguments
  let library: LessonLibrary
  let language: Language
  let keyframeBudget: Int
  private var lessons: [StoredLesson] { effects.lessons }

  init(
    effects: EffectRunner, knobs: KnobArguments, library: LessonLibrary, language: Language, keyframeBudget: Int
  ) {
    self.effects = effects
    self.knobs = knobs
    self.library = library
    self.language = language
    self.keyframeBudget = keyframeBudget
  }

  /// Goes on until the input ends or the learner leaves.
  mutating func run(opening loaded: LoadedLesson?) throws(Failure) {
    if let loaded { return try step(loaded) }
    try say(
      BilingualText(
        "The lessons are: type the number or the name of one and press Enter; q leaves.",
        zh: "课程如下：输入编号或名称并按 Enter；q 离开。"))
    for lesson in lessons.map(\.lesson) {
      try say("\(lesson.order) \(lesson.id): \(lesson.title[language]). \(lesson.question[language])")
    }
    while let line = try nextLine() {
      if ["q", "quit", "exit"].contains(line) { return }
      if line.isEmpty { continue }
      guard let stored = lessons.last(where: { $0.lesson.id == line || $0.lesson.order.description == line }) else {
        try say(Sentence.unknown("lesson", line, known: lessons.map(\.lesson.id)))
        continue
      }
      return try step(try knobs.load(stored, in: library))
    }
  }

  /// Steps one lesson.
  private func step(_ loaded: LoadedLesson) throws(Failure) {
    var walk = try TextWalk(loaded, language, keyframeBudget, library, effects)
    defer { walk.leave() }
    for sentence in walk.greeting { try say(sentence) }
    for notice in effects.keeper?.takeNotices() ?? [] { try say(notice) }
    while let line = try nextLine() {
      for sentence in try walk.answer(line) { try say(sentence) }
      for notice in effects.keeper?.takeNotices() ?? [] { try say(notice) }
      if walk.hasEnded { return }
    }
  }

  private func nextLine() throws(Failure) -> String? {
    if StandardInput.isTerminal { try StandardOutput.write("> ") }
    return readLine().map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
  }

  private func say(_ text: BilingualText) throws(Failure) { try say(text[language]) }
  private func say(_ text: String) throws(Failure) { try StandardOutput.line(text) }
}
