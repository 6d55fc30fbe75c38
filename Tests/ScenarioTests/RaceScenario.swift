import Autodiff
import Lessons
import NeuralNet
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// All optimizers from one start, each on a branch of its own.
@Suite struct RaceScenario {
  @Test func everyOptimizerRunsAsFar() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36), iterationsPerLook: 400)
    try learner.press("i i")
    let bits = learner.bits
    try learner.press("F3")
    learner.wait(looks: 60)
    #expect(learner.state.pace == nil)
    let branches = try #require(learner.snapshot?.branches)
    #expect(branches.count == 1 + OptimizerCatalog.names.count)
    #expect(branches[0].end == Moment(iteration: 1, position: 14), "where they start from stays as it is")
    #expect(branches.dropFirst().allSatisfy { $0.end.iteration == 2 + 20 * 16 - 1 })
    #expect(learner.text.contains("adam η 0.01"))
    // Run alone, an optimizer comes to the same numbers.
    let alone = try Learner(lesson: "layers", iterationsPerLook: 400)
    try alone.press("i i p Down Down Down Down Enter")
    alone.type("rmsprop")
    try alone.press("Enter Up Enter")
    alone.type("0.01")
    try alone.press("Enter")
    for _ in 0..<20 { try alone.press("a") }
    let name = try #require(branches.first { $0.name.english.hasPrefix("rmsprop") })
    let loss = try #require(name.evaluations.points.last)
    let same = try #require(
      alone.snapshot?.evaluations.points.last { $0.completedIterations <= loss.completedIterations })
    #expect(name.evaluations.points.contains(same))
    // And the start is where it was.
    try learner.press("0 Home PageUp Enter")
    try learner.press("End")
    #expect(learner.bits == bits)
  }

  @Test func aKeyStopsIt() throws {
    let learner = try Learner(lesson: "neuron", iterationsPerLook: 5)
    try learner.press("F3 n")
    #expect(learner.state.pace == nil)
    let count = try #require(learner.snapshot?.branches.count)
    learner.wait(looks: 10)
    #expect(learner.snapshot?.branches.count == count)
  }
}
