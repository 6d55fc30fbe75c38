import Autodiff
import Lessons
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// The same classifier with and without convolutions.
@Suite struct NetworkKindScenario {
  @Test func theKnobChangesTheNetworkAndBack() throws {
    let learner = try Learner(lesson: "small-digits", size: Size(width: 160, height: 45))
    try learner.press("p Down Down Down Down Right")
    let program = try #require(learner.snapshot?.program)
    #expect(program.slot(named: "hidden1.weight") != nil && program.slot(named: "conv1.kernel") == nil)
    // 4·9 + 4 + 8·36 + 8 + 32·10 + 10 = 666; 9 units have 9·(64 + 1 + 10) + 10 = 685.
    #expect(program.slot(named: "hidden1.weight")?.shape == [64, 9])
    #expect(learner.notice.contains("685 parameters, 666 before"), "\(learner.notice)")
    try learner.press("Left")
    #expect(learner.snapshot?.program.slot(named: "conv1.kernel")?.shape == [4, 1, 3, 3])
    #expect(learner.notice.contains("666 parameters, 685 before"), "\(learner.notice)")
    try learner.press("z")
    #expect(learner.snapshot?.program.slot(named: "hidden1.weight") != nil)
    learner.expectInvariants()
  }

  /// Both begin at the start, and a dense network has no maps.
  @Test func theyRaceFromOneStart() throws {
    let learner = try Learner(lesson: "small-digits", size: Size(width: 120, height: 36), iterationsPerLook: 300)
    try learner.press("i i i F4")
    learner.wait(looks: 12)
    #expect(learner.state.pace == nil)
    let branches = try #require(learner.snapshot?.branches)
    #expect(
      branches.map(\.name.english).dropFirst().map { $0.split(separator: " ").first.map(String.init) ?? "" }
        == ["convolutional", "dense"])
    #expect(branches.dropFirst().allSatisfy { $0.end.iteration == branches[1].end.iteration })
    #expect(branches[1].end.iteration == 20 * 45 - 1)
    #expect(learner.text.contains("param.") && learner.text.contains("666") && learner.text.contains("685"))
    // The convolutional one is the lesson's own run, to the bit.
    let alone = try Learner(lesson: "small-digits", iterationsPerLook: 300)
    for _ in 0..<20 { try alone.press("a") }
    let last = try #require(branches[1].evaluations.points.last)
    #expect(alone.snapshot?.evaluations.points.contains(last) == true)
    try learner.press("V ]")
    #expect(learner.snapshot?.image?.maps.isEmpty == true)
    #expect(learner.text.contains("No layer of this network keeps"))
  }
}
