import Autodiff
import Lessons
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// Predict, then see: wrong, wrong again, right; every question of every lesson.
@Suite struct PredictionScenario {
  static let lessons = [
    "neuron", "threshold", "self-recurrent", "layers", "loss", "backprop", "optimizers", "overfitting",
    "filters", "pooling",
  ]

  /// What to type for the right answer, found as the program finds it.
  private func rightAnswer(_ learner: Learner, _ index: Int) throws -> String {
    let session = try #require(learner.state.session)
    let prediction = session.lesson.predictions[index]
    switch try prediction.answer(in: session.setup) {
    case .number(let number): return "\(number)"
    case .sign(let sign): return sign == .positive ? "+" : sign == .negative ? "-" : "0"
    case .direction(let direction): return direction.rawValue
    case .shape(let shape): return shape.rank == 0 ? "1" : shape.dimensions.map(String.init).joined(separator: "x")
    case .choice(let index): return "\(index + 1)"
    }
  }

  private func wrongAnswer(_ right: String, _ question: Prediction.Question) -> String {
    if case .choice = question { return right == "1" ? "2" : "1" }
    return switch right {
    case "+", "0": "-"
    case "-": "+"
    case "up": "down"
    case "down", "same": "up"
    case "1": "2"
    case "2", "3": "1"
    default: right.contains("x") ? "77x77" : Double(right).map { "\(-3 * $0 + 17)" } ?? "1"
    }
  }

  @Test(arguments: lessons) func everyQuestionAnsweredRightly(lesson: String) throws {
    let learner = try Learner(lesson: lesson)
    let predictions = try #require(learner.state.session?.lesson.predictions)
    for (index, prediction) in predictions.enumerated() {
      try learner.press("Q")
      #expect(learner.state.overlay == .prediction(index, answer: ""))
      let program = try #require(learner.snapshot?.program)
      let stop = try prediction.stop.moment(in: program)
      #expect(learner.moment == stop)
      learner.type(try rightAnswer(learner, index))
      try learner.press("Enter")
      #expect(learner.state.session?.answers[index]?.isRight == true, "\(prediction.id)")
      #expect(learner.text.contains("Right"), "\(prediction.id)")
      // Enter goes and sees.
      try learner.press("Enter")
      #expect(learner.state.overlay == nil)
      if let cell = prediction.cell { #expect(learner.questionName == "\(cell)", "\(prediction.id)") }
    }
    try learner.press("Q")
    #expect(learner.notice.contains("\(predictions.count)"))
  }

  @Test(arguments: lessons) func wrongTwiceThenTheAnswerIsShown(lesson: String) throws {
    let learner = try Learner(lesson: lesson)
    for (index, prediction) in try #require(learner.state.session?.lesson.predictions).enumerated() {
      try learner.press("Q")
      let wrong = wrongAnswer(try rightAnswer(learner, index), prediction.question)
      learner.type(wrong)
      try learner.press("Enter")
      #expect(learner.text.contains("Not so."), "question \(index), \(wrong)")
      #expect(learner.state.session?.answers[index]?.wrongAnswers == 1)
      learner.type(wrong)
      try learner.press("Enter")
      #expect(learner.state.session?.answers[index]?.isClosed == true)
      #expect(learner.state.session?.answers[index]?.isRight == false)
      try learner.press("Esc")
      #expect(learner.state.overlay == nil)
    }
  }

  @Test func whatIsNoAnswerCostsNothing() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("Q")
    learner.type("perhaps")
    try learner.press("Enter")
    #expect(learner.text.contains("Answer with"))
    #expect(learner.state.session?.answers[0]?.wrongAnswers ?? 0 == 0)
    try learner.press("Esc")
    try learner.press("Q")
    #expect(learner.state.overlay == .prediction(0, answer: ""), "a question left open comes again")
  }

  /// The number asked for must not be readable behind the box.
  @Test(arguments: lessons) func theAnswerIsNotOnTheScreen(lesson: String) throws {
    let learner = try Learner(lesson: lesson, size: Size(width: 200, height: 60))
    try learner.press("i i i Q")
    let prediction = try #require(learner.state.session?.lesson.predictions.first)
    guard let cell = prediction.cell, let snapshot = learner.snapshot else { return }
    let address = try cell.address(in: snapshot.program)
    #expect(!snapshot.isComputed(address.slot))
  }

  /// Nor a shape that is asked for, in the list of the program.
  @Test(arguments: ["words", "topics"]) func theShapeIsNotInTheProgram(lesson: String) throws {
    let learner = try Learner(lesson: lesson, size: Size(width: 200, height: 60))
    try learner.press("i Q")
    let prediction = try #require(learner.state.session?.lesson.predictions.first)
    guard case .shape(let name) = prediction.question, let snapshot = learner.snapshot else {
      Issue.record("\(lesson) begins with the question for a shape")
      return
    }
    let slot = try #require(snapshot.program.slot(named: name))
    let program = learner.lines.map { $0.prefix(60) }
    #expect(!program.contains { $0.contains(name) && $0.contains(slot.shape.description) })
    learner.type("1x1")
    try learner.press("Enter")
    learner.type("2x1")
    try learner.press("Enter Enter")
    #expect(learner.lines.contains { $0.contains(slot.shape.description) }, "once it is answered")
  }
}
