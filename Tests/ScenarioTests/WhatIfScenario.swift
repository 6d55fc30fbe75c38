import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// "What if this number were a little larger?": the gradient's answer beside the real one, for any ε.
@Suite struct WhatIfScenario {
  @Test func epsilonIsTurnedAndTyped() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n n E")
    let first = try #require(learner.snapshot?.whatIf?.chosen)
    #expect(learner.text.contains("predicted") && learner.text.contains("real"))
    // Four steps of √10 down.
    try learner.press("Left Left Left Left")
    let smaller = try #require(learner.snapshot?.whatIf?.chosen)
    #expect(abs(smaller.epsilon - first.epsilon / 100) < 1e-6 * first.epsilon)
    #expect(abs(smaller.real) < abs(first.real))
    try learner.press("Enter")
    learner.type("-0.25")
    try learner.press("Enter")
    #expect(learner.snapshot?.whatIf?.chosen?.epsilon == -0.25)
    try learner.press("Right")
    #expect(abs((learner.snapshot?.whatIf?.chosen?.epsilon ?? 0) + 0.316) < 0.001, "the sign is kept")
    try learner.press("Enter")
    learner.type("much")
    try learner.press("Enter")
    #expect(learner.notice.contains("much") && learner.notice.contains("needed"))
  }

  /// The panel stays under the stage while the cursor moves there, and answers for each number.
  @Test func theCursorMovesOnTheStage() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n n E 2")
    var names: [String] = []
    for key in ["Down", "Right", "Left", "n", "N"] {
      try learner.press(key)
      let answer = try #require(learner.snapshot?.whatIf)
      #expect(answer.request.address == learner.state.cursor)
      #expect(learner.text.contains(answer.name))
      names.append(answer.name)
    }
    #expect(Set(names).count >= 3)
    // Asking why puts the old panel back.
    try learner.press("Enter")
    #expect(learner.snapshot?.explanation != nil && !learner.text.contains("E what if"))
  }

  @Test func gradientsAreCheckedOnAsking() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("a o o o n n n n n E Down")
    for (scope, count) in [("number", 1), ("tensor", 8), ("model", 17)] {
      try learner.press("Enter")
      let check = try #require(learner.snapshot?.gradientCheck, "\(scope)")
      #expect(check.report.cells + check.report.kinks == count && check.report.failures == 0)
      #expect(learner.text.contains("\(check.report.cells) of \(check.report.cells) agree"))
      try learner.press("Down")
    }
    // It was for this moment.
    try learner.press("n")
    #expect(learner.snapshot?.gradientCheck == nil && !learner.text.contains("agree,"))
    // What is no parameter can only be checked with the model.
    try learner.press("I I i n n E Up Up Enter")
    #expect(learner.snapshot?.gradientCheck == nil && !learner.notice.isEmpty)
  }

  @Test func nothingIsComputedForWhatIsNotInSight() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n n E T H 3 2")
    let snapshot = try #require(learner.snapshot)
    #expect(snapshot.whatIf == nil && snapshot.batchParts == nil && snapshot.statistics == nil)
  }

  /// While practice asks for a number, no panel tells it.
  @Test(arguments: ["n E P", "n n n n n n T P"]) func practiceKeepsItsAnswer(keys: String) throws {
    let learner = try Learner(lesson: "neuron", size: Size(width: 120, height: 36))
    try learner.press(keys)
    #expect(learner.text.contains("give the answer away"))
    #expect(learner.snapshot?.whatIf == nil && learner.snapshot?.batchParts == nil)
  }
}
