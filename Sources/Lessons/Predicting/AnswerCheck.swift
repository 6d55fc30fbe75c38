public import Autodiff
public import Stepping
import TensorMath

/// What becomes of a learner's answer.
public enum AnswerCheck: Hashable, Sendable {
  case right
  /// With the mistakes that it fits, the most particular first; none where no known mistake leads to it.
  case wrong([FittingMistake])
  /// The text is no answer to this question; the sentence says what one looks like.
  case unreadable(needed: BilingualText)
}

/// A mistake that fits a wrong answer, in a sentence with the numbers of the step.
public struct FittingMistake: Hashable, Sendable {
  public let name: String
  public let text: BilingualText

  public init(_ name: String, _ text: BilingualText) {
    self.name = name
    self.text = text
  }
}

extension Prediction {
  /// Checks an answer as it was typed.
  ///
  ///     prediction.check("-0.31", against: .number(-0.3098))  // right: two digits are enough
  ///
  /// - Parameters:
  ///   - worked: how the right number has come about; with it a wrong answer is met with the mistake it fits.
  ///   - program: the network, for questions about shapes.
  public func check(
    _ text: String, against answer: PredictionAnswer, worked: WorkedNumber? = nil, program: Program? = nil
  ) -> AnswerCheck { question.check(text, against: answer, worked: worked, program: program) }
}

extension Prediction.Question {
  public func check(
    _ text: String, against answer: PredictionAnswer, worked: WorkedNumber? = nil, program: Program? = nil
  ) -> AnswerCheck {
    let text = text.trimmed.lowercased()
    switch (self, answer) {
    case (.value(_, let tolerance), .number(let right)):
      return Self.check(number: text, Double(right), NumberTolerance(tolerance), worked)
    case (.sign, .sign(let right)):
      guard let sign = Self.signs.first(where: { $0.words.contains(text) })?.sign else {
        return .unreadable(needed: BilingualText("+, − or 0", zh: "+、− 或 0"))
      }
      return sign == right ? .right : .wrong(worked.map(SignReason.mistakes) ?? [])
    case (.direction, .direction(let right)):
      guard let direction = Self.directions.first(where: { $0.words.contains(text) })?.direction else {
        return .unreadable(needed: BilingualText("up, down or same", zh: "up（变大）、down（变小）或 same（不变）"))
      }
      return direction == right ? .right : .wrong(worked.map(DirectionReason.mistakes) ?? [])
    case (.shape(let value), .shape(let right)):
      let sizes = text.split { "x×,* []()".contains($0) }.map { Int($0) }
      guard !sizes.isEmpty, !sizes.contains(nil) else {
        return .unreadable(needed: BilingualText("sizes, such as 16×2", zh: "各维大小，例如 16×2"))
      }
      if sizes == (right.rank == 0 ? [1] : right.dimensions) { return .right }
      return .wrong(ShapeReason.mistakes(sizes.compactMap(\.self), right, value, program))
    case (.choice(let choices, _), .choice(let right)):
      guard let number = Int(text), (1...choices.count).contains(number) else {
        return .unreadable(
          needed: BilingualText("a number from 1 to \(choices.count)", zh: "1 到 \(choices.count) 之间的编号"))
      }
      return number - 1 == right ? .right : .wrong([])
    default:
      // An answer of another kind than the question: the caller mixed two predictions up.
      return .wrong([])
    }
  }

  private static func check(
    number text: String, _ right: Double, _ tolerance: NumberTolerance, _ worked: WorkedNumber?
  ) -> AnswerCheck {
    guard let number = NumberAnswer.number(text) else {
      return .unreadable(needed: BilingualText("a number, such as −0.25, 1/4 or 25 %", zh: "一个数，例如 −0.25、1/4 或 25%"))
    }
    if tolerance.allows(number, for: right) { return .right }
    let wrong = worked.map(MistakeCatalog.wrongNumbers) ?? []
    let fitting = MistakeCatalog.fitting(number, right: right, among: wrong, tolerance: tolerance)
    return .wrong(fitting.map { FittingMistake($0.mistake, $0.text) })
  }

  private static let signs: [(words: [String], sign: PredictionAnswer.Sign)] = [
    (["+", "positive", "plus", "正"], .positive), (["-", "−", "negative", "minus", "负"], .negative),
    (["0", "zero", "零"], .zero),
  ]

  private static let directions: [(words: [String], direction: PredictionAnswer.Direction)] = [
    (["up", "u", "+", "larger", "大", "变大"], .up), (["down", "d", "-", "−", "smaller", "小", "变小"], .down),
    (["same", "s", "=", "不变"], .same),
  ]
}

extension PredictionAnswer {
  /// The answer in words and figures, `question` being the one that was asked.
  public func text(for question: Prediction.Question, in language: Language) -> String {
    switch self {
    case .number(let number): return MistakeArithmetic.text(Double(number))
    case .sign(let sign):
      switch sign {
      case .positive: return language == .english ? "positive (+)" : "正 (+)"
      case .negative: return language == .english ? "negative (−)" : "负 (−)"
      case .zero: return language == .english ? "zero" : "零"
      }
    case .direction(let direction):
      switch direction {
      case .up: return language == .english ? "up" : "变大"
      case .down: return language == .english ? "down" : "变小"
      case .same: return language == .english ? "the same" : "不变"
      }
    case .shape(let shape): return shape.description
    case .choice(let index):
      guard case .choice(let choices, _) = question, choices.indices.contains(index) else { return "" }
      return "\(index + 1) · \(choices[index][language])"
    }
  }
}
