import Autodiff
import Stepping
import Testing

@Suite struct KeyframeTests {
  @Test func memoryStaysWithinItsBudget() throws {
    let setup = try Setups.iris("adam")
    let size = try 4 * TrainingMachine(setup).program.durableCount + 64
    for frames in [1, 2, 3, 5, 8] {
      let timeline = try Timeline(setup, keyframeBudget: frames * size)
      var passed: [(Moment, Bits)] = []
      for _ in 0..<25 {
        timeline.run(iterations: 1000)
        passed.append((timeline.now, Bits(timeline)))
        // The start and one more are always kept.
        #expect(timeline.keyframeCount <= max(frames, 2))
        #expect(timeline.keyframeBytes <= max(frames, 2) * size)
      }
      for (moment, bits) in [passed[3], passed[24], passed[0], passed[11], passed[23]] {
        timeline.go(to: moment)
        #expect(Bits(timeline) == bits, "\(frames) keyframes: \(moment)")
      }
    }
  }

  @Test func recentKeyframesStandCloser() throws {
    let setup = try Setups.neuron()
    let timeline = try Timeline(setup)
    timeline.run(iterations: 2048 * 5)
    // One each 2048 iterations, and the start.
    #expect(timeline.keyframeCount == 5)
    #expect(timeline.keyframeBytes == 5 * (4 * timeline.program.durableCount + 64))
  }

  @Test func goingBackTakesNoNewKeyframes() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.run(iterations: 500)
    let count = timeline.keyframeCount
    for iteration in [400, 100, 450, 3, 499] { timeline.go(to: timeline.end(ofIteration: iteration)) }
    #expect(timeline.keyframeCount == count)
  }
}
