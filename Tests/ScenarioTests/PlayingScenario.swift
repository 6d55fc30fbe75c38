import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Space plays and pauses; the goal is noticed on the way.
@Suite struct PlayingScenario {
  @Test func playsAndPauses() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("Space")
    #expect(learner.state.pace == .gathering)
    #expect(learner.lines[0].contains("running"))
    learner.wait(looks: 3)
    let reached = try #require(learner.snapshot?.completedIterations)
    #expect(reached >= 60)
    try learner.press("Space")
    #expect(learner.state.pace == nil)
    #expect(learner.lines[0].contains("paused"))
    let stopped = try #require(learner.snapshot?.completedIterations)
    learner.wait(looks: 3)
    #expect(learner.snapshot?.completedIterations == stopped)
  }

  @Test func aStepWhilePlayingPauses() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("Space")
    learner.wait(looks: 2)
    try learner.press("N")
    #expect(learner.state.pace == nil)
  }

  @Test func speedGoesFromAnOperationASecondToAllThereIs() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("- - - - - - - -")
    #expect(learner.state.speed == .slow)
    #expect(learner.notice == PlaySpeed.slow.name.english)
    try learner.press("Space")
    #expect(learner.state.pace == .steps(.operation, perSecond: 1))
    try learner.press("+ + + + + + +")
    #expect(learner.state.pace == .gathering)
  }

  /// In `layers` the goal takes more than waiting.
  @Test(arguments: ["neuron", "backprop"]) func trainingReachesTheGoalAndSaysSo(lesson: String) throws {
    let learner = try Learner(lesson: lesson, iterationsPerLook: 200)
    try learner.press("Space")
    for _ in 0..<100 where learner.state.session?.goalReachedAfter == nil { learner.wait(looks: 1) }
    let after = try #require(learner.state.session?.goalReachedAfter)
    #expect(learner.notice.contains("\(after)"))
    #expect(learner.lines.last?.contains("Goal reached") == true)
    try learner.press("Space 7")
    #expect(learner.text.contains("Goal"))
  }

  @Test func playedAndSteppedAreTheSameBits() throws {
    let player = try Learner(lesson: "layers", iterationsPerLook: 30)
    try player.press("Space Space")
    let iterations = try #require(player.snapshot?.completedIterations)
    let stepper = try Learner(lesson: "layers")
    for _ in 0..<iterations { try stepper.press("i") }
    try player.press("N n")
    try stepper.press("N n")
    #expect(player.moment == stepper.moment)
    #expect(player.bits == stepper.bits)
  }
}
