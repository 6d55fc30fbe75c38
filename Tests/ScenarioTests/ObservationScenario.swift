import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// A learning rate that is too high kills units: the log tells of it and Enter goes there, while the run
/// goes on.
@Suite struct ObservationScenario {
  @Test func deadAndSaturatedUnitsAreLogged() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("p Down Down Down Enter")
    learner.type("30")
    try learner.press("Enter Space")
    learner.wait(looks: 5)
    #expect(learner.state.pace != nil, "nothing is wrong with the numbers themselves: the run goes on")
    try learner.press("Space 9")
    let observations = try #require(learner.snapshot?.observations)
    #expect(observations.contains { $0.kind == .saturatedUnits } && observations.allSatisfy { !$0.stopsRun })
    #expect(learner.text.contains("the training loss"))
    let saturated = try #require(observations.first { $0.kind == .saturatedUnits })
    let order = observations.sorted { $0.moment < $1.moment }
    for _ in 0...(order.firstIndex(of: saturated) ?? 0) { try learner.press("Down") }
    try learner.press("Enter")
    #expect(learner.moment == saturated.moment)
    #expect(learner.state.question == saturated.address)
  }

  /// Before the first iteration there is no gradient, and none is shown as 0.
  @Test func statisticsBeginWithWhatIsThere() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("H")
    #expect(learner.text.contains("all gradients together ·"))
    try learner.press("a")
    #expect(!learner.text.contains("together ·") && learner.text.contains("1e-3"))
    try learner.press("Down ]")
    #expect(learner.text.contains("gradients of hidden1.bias"))
  }
}
