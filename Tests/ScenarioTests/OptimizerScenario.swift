import Lessons
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Another optimizer while an update is on the stage: what is drawn until the run has it is the update that was made.
struct OptimizerScenario {
  @Test(arguments: ["neuron", "layers", "optimizers", "backprop", "sentiment"])
  func theRulesAreTurnedThroughWhileAnUpdateIsShown(_ lesson: String) throws {
    let learner = try Learner(lesson: lesson, size: Size(width: 120, height: 36))
    try learner.press("i p")
    let session = try #require(learner.state.session)
    let place = try #require(session.lesson.knobs(for: session.plan).firstIndex { $0.name == "optimizer" })
    for _ in 0..<place { try learner.press("Down") }
    var seen: Set<String> = []
    for _ in 0..<12 {
      try learner.press("Right")
      let turned = try #require(learner.state.session).plan
      seen.insert(session.lesson.knobs(for: turned)[place].value(in: turned))
      learner.expectInvariants()
      try learner.press("i")
    }
    for _ in 0..<12 {
      try learner.press("Left")
      let turned = try #require(learner.state.session).plan
      seen.insert(session.lesson.knobs(for: turned)[place].value(in: turned))
      try learner.press("i")
    }
    #expect(seen.count > 5)
  }
}
