import Autodiff
import Lessons
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Answers: how they are computed, and how a learner's is checked.
struct PredictionTests {
  private func prediction(_ question: Prediction.Question, at stop: MomentReference = .start) -> Prediction {
    let text = BilingualText("x", zh: "x")
    return Prediction(id: "a", stop: stop, question: question, prompt: text, explanation: text)
  }

  @Test func numbersHaveATolerance() {
    let asked = prediction(.value(CellReference("loss"), tolerance: 0.01))
    for text in ["0.25", " .25 ", "0,25", "0.26", "0.24", "2.5e-1", "1/4", "25%", "25 %", "-1/-4"] {
      #expect(asked.check(text, against: .number(0.25)) == .right, "\(text)")
    }
    for text in ["0.2611", "0.2", "25", "0"] {
      #expect(asked.check(text, against: .number(0.25)) == .wrong([]), "\(text)")
    }
    #expect(asked.check("−0.25", against: .number(-0.25)) == .right)
    #expect(asked.check("0.005", against: .number(0)) == .right)
    for text in ["", "large", "nan", "inf", "0.2.5", "1/0", "1/2/3", "%"] {
      guard case .unreadable = asked.check(text, against: .number(0.25)) else {
        Issue.record("\(text) is no number")
        continue
      }
    }
  }

  @Test func signsDirectionsShapesAndChoices() {
    let sign = prediction(.sign(CellReference("loss")))
    for text in ["-", "−", "negative", "Negative", "负"] {
      #expect(sign.check(text, against: .sign(.negative)) == .right)
    }
    #expect(
      sign.check("+", against: .sign(.negative)) == .wrong([]) && sign.check("0", against: .sign(.zero)) == .right)
    let direction = prediction(.direction(CellReference("loss"), until: .start))
    #expect(
      direction.check("UP", against: .direction(.up)) == .right
        && direction.check("变小", against: .direction(.down)) == .right)
    #expect(direction.check("same", against: .direction(.down)) == .wrong([]))
    let shape = prediction(.shape("x"))
    for text in ["10×4", "10x4", "10 4", "[10, 4]", "(10,4)"] {
      #expect(shape.check(text, against: .shape([10, 4])) == .right, "\(text)")
    }
    let exchanged = BilingualText("Rows and columns are exchanged.", zh: "行和列写反了。")
    #expect(
      shape.check("4x10", against: .shape([10, 4])) == .wrong([FittingMistake("exchanged-axes", exchanged)]))
    #expect(shape.check("1", against: .shape(.scalar)) == .right)
    let choice = prediction(.choice([BilingualText("a", zh: "a"), BilingualText("b", zh: "b")], right: 1))
    #expect(choice.check("2", against: .choice(1)) == .right && choice.check("1", against: .choice(1)) == .wrong([]))
    for (asked, text) in [(sign, "maybe"), (direction, "left"), (shape, "wide"), (choice, "3"), (choice, "b")] {
      let answer: PredictionAnswer =
        switch asked.question {
        case .sign: .sign(.zero)
        case .direction: .direction(.up)
        case .shape: .shape([1])
        default: .choice(0)
        }
      guard case .unreadable(let needed) = asked.check(text, against: answer) else {
        Issue.record("\(text) is no answer")
        continue
      }
      #expect(!needed.english.isEmpty && !needed.chinese.isEmpty)
    }
  }

  /// The answer is the number that the run then shows.
  @Test func answersAreThoseOfTheRun() throws {
    let setup = try smallLesson().plan.setup(files: [:])
    let timeline = try Timeline(setup)
    let sum = try #require(timeline.program.slot(named: "hidden.sum"))
    timeline.go(to: Moment(iteration: 3, position: 2))
    let shown = timeline.machine.bound.view(of: sum.id)[3]
    let asked = prediction(
      .value(CellReference("hidden.sum", [1, 1]), tolerance: 0.01), at: MomentReference(iteration: 3, after: "load"))
    #expect(try asked.answer(in: setup) == .number(shown))
    #expect(try asked.answerMoment(in: timeline.program) == Moment(iteration: 3, position: 2))
    #expect(PredictionAnswer.sign(.negative).text(for: asked.question, in: .english) == "negative (−)")
  }

  @Test func aParameterIsAskedForBeforeItsUpdate() throws {
    let setup = try smallLesson().plan.setup(files: [:])
    let asked = prediction(
      .direction(CellReference("output.bias", [0]), until: MomentReference(iteration: 0, after: "update")),
      at: MomentReference(iteration: 0, after: "backward"))
    let gradient = prediction(.sign(CellReference("output.bias.gradient", [0])))
    let expected: PredictionAnswer =
      try gradient.answer(in: setup) == .sign(.positive) ? .direction(.down) : .direction(.up)
    #expect(try asked.answer(in: setup) == expected)
  }

  @Test func whatCannotBeAskedIsAnError() throws {
    let setup = try smallLesson().plan.setup(files: [:])
    let late = MomentReference(iteration: 0, after: "loss")
    let early = MomentReference(iteration: 0, after: "load")
    let questions: [Prediction] = [
      prediction(.sign(CellReference("features", [0, 0])), at: late),
      prediction(.value(CellReference("nothing"), tolerance: 1)),
      prediction(.direction(CellReference("hidden.sum", [0, 0]), until: late), at: early),
      prediction(.direction(CellReference("loss"), until: early), at: late), prediction(.shape("nothing")),
    ]
    for asked in questions { #expect(throws: PredictionError.self) { try asked.answer(in: setup) } }
  }
}
