public import Autodiff
import TensorMath

/// What becomes of a learner's answer.
public enum AnswerCheck: Hashable, Sendable {
  case right
  case wrong(Mistake?)
  /// The text is no answer to this question; the sentence says what one looks like.
  case unreadable(needed: BilingualText)

  /// A mistake that fits the wrong answer.
  public enum Mistake: Hashable, Sendable {
    /// Right but for the sign.
    case oppositeSign

    public var text: BilingualText {
      switch self {
      case .oppositeSign: BilingualText("The size is right, the sign is not.", zh: "大小对了，符号反了。")
      }
    }
  }
}

extension Prediction {
  /// Checks an answer as it was typed.
  ///
  ///     prediction.check("-0.31", against: .number(-0.3098))  // right, with a tolerance of 0.01
  public func check(_ text: String, against answer: PredictionAnswer) -> AnswerCheck {
    let text = text.trimmed.lowercased()
    switch (question, answer) {
    case (.value(_, let tolerance), .number(let right)):
      // A typographic minus and a decimal comma are what people type who do not program.
      let plain = String(text.map { $0 == "−" ? "-" : $0 == "," ? "." : $0 })
      guard let number = Double(plain), number.isFinite else {
        return .unreadable(needed: BilingualText("a number, such as −0.25", zh: "一个数，例如 −0.25"))
      }
      let slack = tolerance + 1e-9
      if abs(number - Double(right)) <= slack { return .right }
      return .wrong(abs(number + Double(right)) <= slack ? .oppositeSign : nil)
    case (.sign, .sign(let right)):
      guard let sign = Self.signs.first(where: { $0.words.contains(text) })?.sign else {
        return .unreadable(needed: BilingualText("+, − or 0", zh: "+、− 或 0"))
      }
      return sign == right ? .right : .wrong(nil)
    case (.direction, .direction(let right)):
      guard let direction = Self.directions.first(where: { $0.words.contains(text) })?.direction else {
        return .unreadable(needed: BilingualText("up, down or same", zh: "up（变大）、down（变小）或 same（不变）"))
      }
      return direction == right ? .right : .wrong(nil)
    case (.shape, .shape(let right)):
      let sizes = text.split { "x×,* []()".contains($0) }.map { Int($0) }
      guard !sizes.isEmpty, !sizes.contains(nil) else {
        return .unreadable(needed: BilingualText("sizes, such as 16×2", zh: "各维大小，例如 16×2"))
      }
      return sizes == (right.rank == 0 ? [1] : right.dimensions) ? .right : .wrong(nil)
    case (.choice(let choices, _), .choice(let right)):
      guard let number = Int(text), (1...choices.count).contains(number) else {
        return .unreadable(
          needed: BilingualText("a number from 1 to \(choices.count)", zh: "1 到 \(choices.count) 之间的编号"))
      }
      return number - 1 == right ? .right : .wrong(nil)
    default:
      // An answer of another kind than the question: the caller mixed two predictions up.
      return .wrong(nil)
    }
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
  /// The answer in words and figures, `choices` being those of the question.
  public func text(for prediction: Prediction, in language: Language) -> String {
    switch self {
    case .number(let number): return number.short
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
      guard case .choice(let choices, _) = prediction.question, choices.indices.contains(index) else { return "" }
      return "\(index + 1) · \(choices[index][language])"
    }
  }
}
