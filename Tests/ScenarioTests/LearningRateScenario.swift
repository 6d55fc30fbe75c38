import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// The learning rate is turned while the run goes on; going back over the change finds the old rate.
@Suite struct LearningRateScenario {
  @Test func turnedLiveMarkedAndRewound() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("i i i")
    let bits = learner.bits
    let rate = try #require(learner.snapshot?.learningRate)
    try learner.press("p Right")
    #expect(learner.state.focus == .knobs)
    let turned = try #require(learner.snapshot?.learningRate)
    #expect(turned > rate)
    #expect(learner.notice.contains("Learning rate is now"))
    #expect(learner.snapshot?.completedIterations == 3, "nothing was started over")

    try learner.press("i i i")
    #expect(learner.snapshot?.interventions.count == 1)
    try learner.press("9")
    #expect(learner.text.contains("learning rate 0."))

    try learner.press("I I I")
    #expect(learner.bits == bits)
    try learner.press("I")
    #expect(learner.snapshot?.learningRate == rate)
    try learner.press("End")
    #expect(learner.snapshot?.learningRate == turned)
    #expect(learner.snapshot?.completedIterations == 6)
  }

  /// What the knob shows is what the run uses at the moment on the screen.
  @Test func theKnobShowsTheRateOfTheMoment() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("i i p Right i i I I I")
    let rate = try #require(learner.snapshot?.learningRate)
    #expect(rate == 0.5)
    #expect(learner.lines.contains { $0.contains("Learning rate") && $0.contains(" 0.5 ") })
  }

  @Test func typedExactly() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("p Enter")
    learner.type("0.125")
    try learner.press("Enter")
    #expect(learner.snapshot?.learningRate == 0.125)
  }

  @Test(arguments: ["fast", "-1", "1e99", "1e30", "nan", "0x", "", "0.1.2", "１"]) func nonsenseIsRefusedInWords(
    text: String
  ) throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("p Enter")
    learner.type(text)
    try learner.press("Enter")
    #expect(learner.snapshot?.learningRate == 0.5)
    #expect(learner.notice.count > 10, "\(text)")
  }
}
