import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Every stepping key has a twin that goes back, down to the first bit.
@Suite struct SteppingBackScenario {
  @Test(arguments: ["neuron", "layers", "backprop"]) func throughTheFirstIterationsAndBackToTheFirstBit(
    lesson: String
  ) throws {
    let learner = try Learner(lesson: lesson)
    let start = learner.bits
    var onTheWay: [(Moment, [[UInt32]])] = []
    for _ in 0..<40 {
      onTheWay.append((try #require(learner.moment), learner.bits))
      try learner.press("n")
    }
    for (moment, bits) in onTheWay.reversed() {
      try learner.press("N")
      #expect(learner.moment == moment)
      #expect(learner.bits == bits)
    }
    #expect(learner.moment == .start)
    #expect(learner.bits == start)
    try learner.press("N")
    #expect(learner.notice == "This is the start.")
  }

  @Test(arguments: ["f", "o", "i", "a"]) func everySizeHasATwin(key: String) throws {
    let learner = try Learner(lesson: "layers")
    var moments = [Moment.start]
    for _ in 0..<5 {
      try learner.press(key)
      moments.append(try #require(learner.moment))
    }
    #expect(Set(moments).count == moments.count)
    for moment in moments.dropLast().reversed() {
      try learner.press(key.uppercased())
      #expect(learner.moment == moment)
    }
  }

  @Test func thePastIsSaidToBeThePast() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("i i i")
    #expect(learner.lines[0].contains("paused"))
    try learner.press("I")
    #expect(learner.lines[0].contains("in the past"))
    try learner.press("End")
    #expect(learner.lines[0].contains("paused"))
    #expect(learner.lines[0].contains("iteration 3"))
  }
}
