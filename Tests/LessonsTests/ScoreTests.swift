import Autodiff
import Lessons
import Stepping
import Testing

/// What an answer is worth, and what becomes of many.
struct ScoreTests {
  private func record(
    _ prediction: String, _ skill: Skill, _ isRight: Bool, wrong: Int = 0, hints: Int = 0, lesson: String = "a"
  ) -> AnswerRecord {
    AnswerRecord(
      lesson: lesson, prediction: prediction, skill: skill, isRight: isRight, wrongAnswers: wrong, hints: hints)
  }

  @Test func mistakesAndHintsCost() {
    #expect(record("x", .loss, true).points == 1)
    #expect(record("x", .loss, true, wrong: 1).points == 0.5)
    #expect(record("x", .loss, true, hints: 1).points == 0.75)
    #expect(record("x", .loss, true, wrong: 1, hints: 3).points == 0)
    #expect(record("x", .loss, false).points == 0)
  }

  @Test func theLastAnswerToAQuestionCounts() {
    let scores = SkillScore.scores(of: [
      record("sum", .forward, false, wrong: 2), record("sum", .forward, true, hints: 1),
      record("sum", .forward, true, lesson: "b"), record("chain", .chainRule, true),
    ])
    #expect(scores.map(\.skill) == [.forward, .chainRule])
    #expect(scores[0].questions == 2 && scores[0].points == 1.75 && scores[0].text == "1.75/2")
    #expect(scores[1].text == "1/1")
  }

  @Test func practiceCountsEveryTime() {
    let records = [true, true, false].map { record(AnswerRecord.practice, .update, $0) }
    #expect(SkillScore.scores(of: records).map(\.text) == ["2/3"])
    #expect(SkillScore.scores(of: []).isEmpty)
  }

  @Test func everySkillHasAName() {
    for skill in Skill.allCases {
      #expect(!skill.title.english.isEmpty && skill.title.chinese.contains { !$0.isASCII })
    }
  }

  @Test func aLessonMaySayWhichSkill() throws {
    let text = """
      predictions:
        - id: one
          kind: sign
          at: {iteration: 0, after: load}
          value: hidden.sum[0, 0]
          prompt: x
          explanation: y
        - id: two
          kind: sign
          at: {iteration: 0, after: load}
          value: hidden.sum[0, 0]
          skill: data
          prompt: x
          explanation: y
      """
    #expect(try smallLesson(adding: text).predictions.map(\.skill) == [.forward, .data])
    let error = #expect(throws: LessonError.self) {
      try smallLesson(adding: text.replacing("skill: data", with: "skill: dada"))
    }
    #expect(error?.description.contains("Did you mean \"data\"?") == true)
  }

  @Test func aLessonMayHaveABug() throws {
    let lesson = try smallLesson(adding: "bug: wrong-sign")
    #expect(lesson.plan.configuration.plantedBug == "wrong-sign")
    #expect(try lesson.plan.setup(files: [:]).plantedBug?.name == "wrong-sign")
    let error = #expect(throws: LessonError.self) { try smallLesson(adding: "bug: wrong-sing") }
    #expect(error?.description.contains("Did you mean \"wrong-sign\"?") == true)
  }

  /// Signs and directions are explained too.
  @Test func signsAndDirectionsAreExplained() throws {
    let setup = try smallLesson().plan.setup(files: [:])
    let text = BilingualText("x", zh: "x")
    func asked(_ question: Prediction.Question, at stop: MomentReference) -> Prediction {
      Prediction(id: "a", stop: stop, question: question, prompt: text, explanation: text)
    }
    let load = MomentReference(iteration: 0, after: "load")
    let sign = asked(.sign(CellReference("hidden.sum", [0, 0])), at: load)
    let work = try sign.work(in: setup)
    let wrongSign = work.answer == .sign(.positive) ? "-" : "+"
    guard
      case .wrong(let mistakes) = sign.check(
        wrongSign, against: work.answer, worked: work.worked, program: work.program)
    else {
      Issue.record("taken for right")
      return
    }
    #expect(mistakes.first?.text.english.hasPrefix("The terms are ") == true)
    let backward = MomentReference(iteration: 0, after: "backward")
    let direction = asked(
      .direction(CellReference("output.weight", [0, 0]), until: MomentReference(iteration: 0, after: "update")),
      at: backward)
    let update = try direction.work(in: setup)
    let wrongWay = update.answer == .direction(.up) ? "down" : "up"
    guard
      case .wrong(let reasons) = direction.check(
        wrongWay, against: update.answer, worked: update.worked, program: update.program)
    else {
      Issue.record("taken for right")
      return
    }
    #expect(reasons.first?.text.english.contains("against the gradient") == true)
    let shape = asked(.shape("hidden.weight.gradient"), at: .start)
    let shapes = try shape.work(in: setup)
    #expect(
      shape.check("8x2", against: shapes.answer, program: shapes.program)
        == .wrong([
          FittingMistake(
            "other-shape",
            BilingualText("That is the shape of hidden.sum.gradient.", zh: "那是 hidden.sum.gradient 的形状。"))
        ]))
  }
}
