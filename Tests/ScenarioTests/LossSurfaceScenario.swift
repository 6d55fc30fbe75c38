import Autodiff
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// The map of the loss and the response curve, by keys.
@Suite struct LossSurfaceScenario {
  private func name(_ learner: Learner, _ path: KeyPath<LossSurfaceRequest, CellAddress>) throws -> String {
    let snapshot = try #require(learner.snapshot)
    return snapshot.program.name(of: try #require(snapshot.lossSurface).request[keyPath: path])
  }

  @Test func arrowsChooseTheTwoNumbers() throws {
    let learner = try Learner(lesson: "optimizers")
    try learner.press("8 8 [")
    #expect(learner.text.contains("loss surface") && learner.text.contains("neuron.weight[1, 0]"))
    #expect(try name(learner, \.horizontal) == "neuron.weight[0, 0]")
    #expect(try name(learner, \.vertical) == "neuron.weight[1, 0]")
    try learner.press("Right Up")
    #expect(try name(learner, \.horizontal) == "neuron.weight[1, 0]")
    #expect(try name(learner, \.vertical) == "neuron.bias[0]")
    try learner.press("Left Left")
    #expect(try name(learner, \.horizontal) == "neuron.bias[0]", "the list has no end")
    let before = try #require(learner.snapshot?.lossSurface).horizontalRange
    try learner.press("PageUp")
    let after = try #require(learner.snapshot?.lossSurface).horizontalRange
    #expect(abs((after.upperBound - after.lowerBound) * 2 - (before.upperBound - before.lowerBound)) < 1e-4)
  }

  /// Any number that is learned, chosen on the stage.
  @Test func theCursorsNumberBecomesAnAxis() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n n 2 Right Down")
    let chosen = try #require(learner.questionName)
    try learner.press("8 [")
    try learner.press("Enter")
    if chosen.contains("weight") || chosen.contains("bias") {
      #expect(try name(learner, \.horizontal) == chosen)
    } else {
      #expect(learner.notice.contains("weight"))
    }
    // In the backward phase the gradient's weight is meant.
    try learner.press("o o o o 2 8 Enter")
    #expect(learner.snapshot?.lossSurface != nil)
  }

  @Test func theArrowPointsDownAndTheStepGoesThere() throws {
    let learner = try Learner(lesson: "optimizers", size: Size(width: 80, height: 24))
    try learner.press("8 8 [")
    let surface = try #require(learner.snapshot?.lossSurface)
    try learner.press("5 2 2 8 8 a")
    let later = try #require(learner.snapshot?.lossSurface)
    #expect(later.loss < surface.loss && later.path.first == surface.here && later.path.count == 27)
    let along =
      (later.here.x - surface.here.x) * -surface.gradient.x + (later.here.y - surface.here.y) * -surface.gradient.y
    #expect(along > 0)
    #expect(learner.text.contains("downhill") && learner.text.contains("266"))
  }

  @Test func theDeadZoneIsSeen() throws {
    let learner = try Learner(lesson: "threshold")
    try learner.press("8 8")
    // (±0.5 − 0) / 0.35
    #expect(learner.text.contains("[response]") && learner.text.contains("dead zone from −1.43 to 1.43"))
    #expect(learner.text.contains("flipper length (mm)") && learner.text.contains("output"))
    try learner.press("5")
    learner.send(.resize(Size(width: 120, height: 36)))
    #expect(learner.frame.size.width == 120)
    let other = try Learner(lesson: "layers")
    try other.press("8 8 [ [")
    #expect(other.text.contains("[response]") && other.text.contains("x₁"))
    try other.press("Down")
    #expect(other.text.contains("x₂"))
  }
}
