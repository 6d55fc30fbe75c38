/// What has been reached in one skill.
public struct SkillScore: Hashable, Sendable {
  public let skill: Skill
  /// Questions that were answered or given up.
  public let questions: Int
  public let points: Double

  /// The scores of all skills that have been asked for, in the order of the skills. Of a lesson's question the last
  /// answer counts; practice counts every time.
  public static func scores(of records: [AnswerRecord]) -> [SkillScore] {
    var latest: [AnswerRecord] = []
    for record in records {
      if record.prediction != AnswerRecord.practice {
        latest.removeAll { $0.lesson == record.lesson && $0.prediction == record.prediction }
      }
      latest.append(record)
    }
    return Skill.allCases.compactMap { skill in
      let own = latest.filter { $0.skill == skill }
      guard !own.isEmpty else { return nil }
      return SkillScore(skill: skill, questions: own.count, points: own.reduce(0) { $0 + $1.points })
    }
  }

  /// `2.5 of 3` is the same in every language: `2.5/3`.
  public var text: String {
    let rounded = (points * 100).rounded() / 100
    return "\(rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded))/\(questions)"
  }
}
