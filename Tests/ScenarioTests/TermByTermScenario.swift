import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// The terms of a sum one by one, forwards and back.
@Suite struct TermByTermScenario {
  @Test func termsAreAddedOneByOneAndTakenAwayAgain() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n")
    var seen: [Moment] = []
    // Two cells of three terms each.
    for number in 1...6 {
      seen.append(try #require(learner.moment))
      try learner.press("s")
      let progress = learner.moment?.progress
      if number < 6 { #expect(progress == TermProgress(cell: (number - 1) / 3, terms: (number - 1) % 3 + 1)) }
      #expect(learner.questionName == "hidden.sum[0, \((number - 1) / 3)]")
    }
    for moment in seen.reversed() {
      try learner.press("S")
      #expect(learner.moment == moment)
    }
  }

  @Test func whatIsNotAddedYetIsADot() throws {
    let learner = try Learner(lesson: "backprop", size: Size(width: 120, height: 36))
    try learner.press("n s s")
    #expect(learner.text.contains("so far, 2 of 3"))
    #expect(learner.text.contains("not computed yet"))
    let sum = try #require(learner.snapshot?.explanation?.expansion?.sum)
    #expect(sum.isFinite)
  }

  /// The result must not be given away before its last term is added.
  @Test func theResultIsNotShownBeforeItsLastTerm() throws {
    let learner = try Learner(lesson: "neuron", size: Size(width: 120, height: 36))
    try learner.press("n s")
    #expect(learner.text.contains("not computed yet"))
    #expect(!learner.lines.contains { $0.contains("neuron.sum[0, 0] = (") && $0.contains("0.0453") })
  }

  @Test func aWholeOperationFinishesTheTerms() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n s s n")
    #expect(learner.moment?.progress == nil)
    try learner.press("N N")
    #expect(learner.moment?.progress == nil)
  }
}
