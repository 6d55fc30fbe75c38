import Autodiff
import Lessons
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// In `layers`, hidden layers and units are changed by keys; the run goes on with the weights that fit, and says so.
@Suite struct HiddenLayersScenario {
  @Test func aLayerMore() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("i i i")
    let before = try #require(learner.snapshot?.program.parameters.count)
    try learner.press("p Right")
    #expect(learner.snapshot?.program.parameters.count == before + 2)
    #expect(learner.moment == Moment(stage: 1, iteration: 3, position: 0), "the run goes on")
    #expect(learner.state.focus == .knobs, "the knobs stay where the learner is")
    #expect(learner.notice.contains("New: hidden2.weight, hidden2.bias; kept: hidden1.weight"))
    try learner.press("n n n n n n")
    #expect(learner.text.contains("hidden2"))
  }

  @Test func noLayerAtAllAndBack() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("p Left")
    #expect(learner.snapshot?.program.parameters.count == 2)
    try learner.press("Left")
    #expect(learner.snapshot?.program.parameters.count == 2, "there are no fewer than none")
    try learner.press("Right Down Right")
    let shapes = try #require(
      learner.snapshot?.program.parameters.map { learner.snapshot?.program[$0.slot].shape.description })
    #expect(shapes.count == 4)
  }

  @Test func thePanelsFollowANewNetwork() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 200, height: 60))
    try learner.press("n n Enter")
    for script in ["p Right", "p Right", "p Left", "p Left", "p Left"] {
      try learner.press(script)
      for panel in PanelCatalog.all {
        let key = try #require(PanelCatalog.key(of: panel.id))
        try learner.press("\(key) n")
        learner.expectInvariants("\(script), \(key)")
      }
      try learner.press("Esc Esc")
    }
  }

  /// Same seed: the same bits after starting over; another seed, which is shown: others.
  @Test func startingOver() throws {
    let learner = try Learner(lesson: "layers")
    let bits = learner.bits
    let seed = try #require(learner.state.session?.plan.configuration.seed)
    try learner.press("i i r")
    #expect(learner.moment == .start)
    #expect(learner.bits == bits)
    #expect(learner.lines[0].contains("seed \(seed)"))
    try learner.press("R")
    #expect(learner.bits != bits)
    #expect(learner.lines[0].contains("seed \(seed + 1)"))
  }
}
