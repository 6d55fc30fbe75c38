public import Lessons
public import Sessions
import Stepping

extension Progress {
  /// The lessons' questions that were answered on other days, for the score of each skill.
  public var answerRecords: [AnswerRecord] {
    lessons.sorted { $0.key < $1.key }.flatMap { lesson, state in
      state.answers.values.filter(\.isClosed).sorted { $0.index < $1.index }.compactMap { answer in
        answer.skill.flatMap(Skill.init).map { skill in
          AnswerRecord(
            lesson: lesson, prediction: answer.id, skill: skill, isRight: answer.isRight,
            wrongAnswers: answer.wrongAnswers)
        }
      }
    }
  }
}
