import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// The cross-hair on the curves is the same time machine as the keys.
@Suite struct CrosshairScenario {
  @Test func goesToTheIterationUnderIt() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("i i i i i i i i i i x")
    #expect(learner.state.focus == .curves)
    #expect(learner.state.view.crosshair == 10)
    try learner.press("Left Left Left")
    #expect(learner.state.view.crosshair == 7)
    try learner.press("Enter")
    #expect(learner.snapshot?.completedIterations == 7)
    #expect(learner.lines[0].contains("iteration 7"))
    #expect(learner.lines[0].contains("in the past"))

    let stepper = try Learner(lesson: "neuron")
    try stepper.press("i i i i i i i")
    #expect(learner.bits == stepper.bits)
  }

  @Test func staysOnTheCurveAndLeavesWithEscape() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("i i i x")
    for _ in 0..<9 { try learner.press("Left") }
    #expect(learner.state.view.crosshair == 0)
    try learner.press("Enter")
    #expect(learner.moment == .start)
    for _ in 0..<9 { try learner.press("Right") }
    #expect(learner.state.view.crosshair == 3, "what has been reached stays reachable")
    try learner.press("Esc")
    #expect(learner.state.view.crosshair == nil)
    #expect(learner.state.focus == .curves, "one level out at a time")
  }
}
