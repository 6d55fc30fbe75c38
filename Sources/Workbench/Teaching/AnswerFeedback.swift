import Autodiff
import Lessons

/// What is said to an answer, to a lesson's question and to one of practice alike.
struct AnswerFeedback {
  /// Wrong answers before the right one is shown.
  static let tries = 2

  /// The right answer in words.
  let right: BilingualText
  /// What is said when the question is closed.
  let explanation: BilingualText

  /// - Parameter isLast: whether the right answer is shown now.
  func notice(_ check: AnswerCheck, isLast: Bool, _ state: WorkbenchState) -> Notice {
    switch check {
    case .unreadable(let needed):
      return Notice(.hint, state.text(BilingualText("Answer with \(needed.english).", zh: "请回答\(needed.chinese)。")))
    case .right:
      return Notice(
        .good,
        state.text(BilingualText("Right: \(right.english). ", zh: "正确：\(right.chinese)。")) + state.text(explanation))
    case .wrong(let mistakes):
      let fitting = mistakes.map { state.text($0.text) }
      let or = state.text(BilingualText(" It may also be this one. ", zh: "也可能是这个："))
      let fits = fitting.isEmpty ? "" : " " + fitting.joined(separator: or)
      if !isLast { return Notice(.problem, state.text(BilingualText("Not so.", zh: "不对。")) + fits) }
      return Notice(
        .problem,
        state.text(BilingualText("It is \(right.english).", zh: "答案是 \(right.chinese)。")) + fits + " "
          + state.text(explanation))
    }
  }
}

/// How well the learner does, in a line.
enum ScoreText {
  /// `chain rule 1.5/2`
  static func line(_ score: SkillScore, _ state: WorkbenchState) -> String {
    "\(state.text(score.skill.title)) \(score.text)"
  }

  /// The score of one skill, for behind an answer.
  static func behindAnswer(_ skill: Skill, _ state: WorkbenchState) -> String {
    guard let score = SkillScore.scores(of: state.answerRecords).first(where: { $0.skill == skill }) else { return "" }
    let line = line(score, state)
    return " " + state.text(BilingualText("(Score: \(line).)", zh: "（得分：\(line)。）"))
  }
}
