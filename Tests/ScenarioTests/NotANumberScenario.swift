import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// A learning rate of 1000, the largest, makes a number that is none: training stops, the log knows the step, Enter
/// goes to it.
@Suite struct NotANumberScenario {
  @Test func seenInTheLogAndGoneTo() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("p Enter")
    learner.type("1000")
    try learner.press("Enter Space")
    learner.wait(looks: 5)
    #expect(learner.state.pace == nil, "a run that has gone wrong stops")
    let observation = try #require(learner.snapshot?.observations.first { $0.stopsRun })
    #expect(learner.notice.contains(observation.place), "\(learner.notice)")

    try learner.press("9")
    #expect(learner.text.contains("became"))
    // The change of the rate comes first, then what came of it: first the loss grows.
    let log = try #require(learner.snapshot?.observations.sorted { $0.moment < $1.moment })
    let lines = try #require(log.firstIndex(of: observation))
    for _ in 0...lines { try learner.press("Down") }
    try learner.press("Enter")
    #expect(learner.moment == observation.moment)
    try learner.press("2")
    #expect(learner.text.contains("Inf") || learner.text.contains("NaN"))
    // The step before, all is still a number.
    try learner.press("N")
    let snapshot = try #require(learner.snapshot)
    for slot in snapshot.program.slots {
      #expect((snapshot.values(of: slot.id) ?? []).allSatisfy { $0.isFinite }, "\(slot.name)")
    }
  }

  @Test func everyPanelDrawsNumbersThatAreNone() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 200, height: 60))
    try learner.press("p Down Down Down Enter")
    learner.type("1000")
    try learner.press("Enter Space")
    learner.wait(looks: 5)
    for _ in 0..<6 {
      for panel in PanelCatalog.all {
        let key = try #require(PanelCatalog.key(of: panel.id))
        learner.press(.character(key))
        learner.expectInvariants("\(key)")
      }
      try learner.press("1 n 2 ] y")
    }
  }
}
