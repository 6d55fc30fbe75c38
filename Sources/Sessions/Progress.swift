public import Stepping

/// What a learner has done in all sessions so far: lessons opened, goals reached, questions answered.
/// As text a line each, in the order in which it happened:
///
///     opened layers
///     answer layers 0 first-sign skill=sign wrong=1 right
///     goal layers 240
public struct Progress: Hashable, Sendable {
  public struct Lesson: Hashable, Sendable {
    /// After how many iterations the goal was reached with the fewest.
    public var goal: Int?
    /// The questions by name, each as it stood last.
    public var answers: [String: RunNote.Answer] = [:]

    public init() {}
  }

  /// By lesson id; a lesson that was never opened is not there.
  public private(set) var lessons: [String: Lesson] = [:]

  /// How questions about one thing were answered.
  public struct Score: Hashable, Sendable {
    /// Answered rightly, with the first answer or a later one.
    public var right = 0
    /// Closed, rightly or not.
    public var count = 0

    public init(right: Int = 0, count: Int = 0) {
      self.right = right
      self.count = count
    }
  }

  public init() {}

  public init(lines: [String]) { for line in lines { read(line) } }

  /// By skill; of questions without one nothing.
  public var scores: [String: Score] {
    var scores: [String: Score] = [:]
    for answer in lessons.values.flatMap(\.answers.values) {
      guard let skill = answer.skill, answer.isClosed else { continue }
      scores[skill, default: Score()].count += 1
      if answer.isRight { scores[skill, default: Score()].right += 1 }
    }
    return scores
  }

  public mutating func open(_ lesson: String) { if lessons[lesson] == nil { lessons[lesson] = Lesson() } }

  public mutating func add(_ note: RunNote, to lesson: String) {
    open(lesson)
    switch note {
    case .goal(let iteration):
      let best = lessons[lesson]?.goal ?? iteration
      lessons[lesson]?.goal = min(iteration, best)
    case .answer(let answer): lessons[lesson]?.answers[answer.id] = answer
    case .tourStop: break
    }
  }

  // MARK: Text

  public static func line(opening lesson: String) -> String { LogWords.line(["opened", lesson]) }

  /// Nil for what is of one session only.
  public static func line(_ note: RunNote, in lesson: String) -> String? {
    guard var words = LogWords.words(EventText.line(.note(note))) else { return nil }
    if case .tourStop = note { return nil }
    words.insert(lesson, at: 1)
    return LogWords.line(words)
  }

  private mutating func read(_ line: String) {
    guard var words = LogWords.words(line), words.count >= 2 else { return }
    let lesson = words.remove(at: 1)
    if words == ["opened"] { return open(lesson) }
    if case .note(let note)? = EventText.event(LogWords.line(words)) { add(note, to: lesson) }
  }
}
