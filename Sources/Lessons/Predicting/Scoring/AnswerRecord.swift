/// How one question was answered: what is kept from day to day.
public struct AnswerRecord: Hashable, Sendable {
  public let lesson: String
  /// The prediction's id in its lesson; ``practice`` for a question that the program has made.
  public let prediction: String
  public let skill: Skill
  public let isRight: Bool
  /// Wrong answers before the end.
  public let wrongAnswers: Int
  public let hints: Int

  public static let practice = "practice"

  public init(
    lesson: String, prediction: String, skill: Skill, isRight: Bool, wrongAnswers: Int = 0, hints: Int = 0
  ) {
    self.lesson = lesson
    self.prediction = prediction
    self.skill = skill
    self.isRight = isRight
    self.wrongAnswers = wrongAnswers
    self.hints = hints
  }

  /// From 1 down to 0: a wrong answer costs a half, a hint a quarter; an answer that had to be shown is worth nothing.
  public var points: Double {
    isRight ? max(1 - 0.5 * Double(wrongAnswers) - 0.25 * Double(hints), 0) : 0
  }
}
