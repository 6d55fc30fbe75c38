import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// The batch taken apart, and one sample of it followed.
@Suite struct BatchScenario {
  @Test func movingThroughTheSamplesTakesTheCursorAlong() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n n T Down Down Down")
    #expect(learner.state.cursor.map { learner.snapshot?.program.name(of: $0) } == "hidden1.sum[3, 0]")
    #expect(learner.snapshot?.batchParts?.request.address == learner.state.cursor)
    // In the gradient of a value only its own sample has a part.
    let parts = try #require(learner.snapshot?.batchParts)
    for (row, sample) in parts.samples.enumerated() { #expect((sample.gradient == 0) == (row != 3)) }
    // The stage and the question follow when the run goes on.
    try learner.press("n")
    #expect(learner.questionName == "hidden1.output[3, 0]")
  }

  /// Of a weight every sample has a part; the list stands in the batch's order or by size.
  @Test func aWeightsGradientIsASumOverTheSamples() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("o o o n n n n n T")
    let parts = try #require(learner.snapshot?.batchParts)
    let sum = parts.samples.reduce(0) { $0 + ($1.gradient ?? .nan) }
    #expect(abs(sum - (parts.gradient ?? .nan)) < 1e-7)
    let cursor = learner.state.cursor
    #expect(learner.text.contains("in batch order") && learner.text.contains("10 samples"))
    try learner.press("Right")
    #expect(learner.text.contains("by size"))
    try learner.press("Up Up Up Up Up Up Up Up Up Up")
    let largest = parts.samples.indices.max {
      abs(parts.samples[$0].gradient ?? 0) < abs(parts.samples[$1].gradient ?? 0)
    }
    let lines = learner.lines.filter { $0.contains("signs ") }
    #expect(lines.first?.contains(" \(largest ?? -1) ") == true, "\(lines)")
    #expect(learner.state.cursor == cursor, "a weight has no row for a sample")
    try learner.press("]")
    #expect(learner.text.contains("= loss ="))
  }

  @Test func whatHasNoGradientSaysSo() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("n T")
    #expect(learner.text.contains("has no gradient"))
    try learner.press("]")
    #expect(learner.text.contains("samples"))
  }
}
