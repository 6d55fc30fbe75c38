import Screen
import Testing
import Workbench
import WorkbenchTestSupport

/// What a symbol of an explanation stands for is open to question like everything else: softmax's denominator.
@Suite struct DenominatorScenario {
  @Test func everyPowerOfADenominatorIsShownAndGoneInto() throws {
    let learner = try Learner(lesson: "attention", size: Size(width: 120, height: 36))
    try learner.press("g g g g g")
    let weights = try #require(learner.questionName)
    #expect(weights.hasPrefix("attention.weights["))
    try learner.press("3 3")
    // Ten tokens, ten powers, one below the other.
    #expect(learner.lines.count { $0.contains("exp(") && $0.contains("scaled[") } >= 11)
    try learner.press("Down Down Down Enter")
    let score = try #require(learner.questionName)
    #expect(score.hasPrefix("attention.scaled["))
    try learner.press("Esc")
    #expect(learner.questionName == weights)
  }

  /// A cell and the cell of the time step before are told apart.
  @Test func operandsOfOtherTimeStepsSaySo() throws {
    let learner = try Learner(lesson: "gates", size: Size(width: 160, height: 50))
    try learner.press("g g g 3 3")
    #expect(learner.text.contains("cell(t0)[0,0]") && learner.text.contains("forget_gate(t1)[0,0]"))
  }
}
