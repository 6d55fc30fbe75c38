import Autodiff
import Lessons
import NeuralNet
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// A learner goes back, changes the cause, and looks at both futures side by side; and takes it all back.
@Suite struct BranchScenario {
  @Test func bothFuturesSideBySide() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("a a a")
    let end = learner.bits
    try learner.press("A A p Down Down Down Right i i")
    #expect(learner.snapshot?.branches.count == 2)
    #expect(learner.text.contains("branch learning rate"))
    try learner.press("0 |")
    #expect(learner.text.contains("2 branches"))
    #expect(learner.text.contains("training loss at iteration"))
    #expect(learner.text.contains("First number that differs: hidden1.weight[0, 0],"))
    #expect(learner.text.contains("iteration 16: here 0.210, there 0.209."))
    // The other branch's number stands beside this one's.
    try learner.press("2 n n Enter")
    #expect(learner.text.contains("branch main:"))
    // And the old future is still there, bit for bit.
    try learner.press("0 Up Up Enter End")
    #expect(learner.bits == end)
    #expect(learner.text.contains("branch main"))
  }

  @Test func everythingIsTakenBack() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("z")
    #expect(learner.notice.contains("Nothing has been changed yet"))
    try learner.press("i i n n n")
    let bits = learner.bits
    let moment = learner.moment
    try learner.press("p Right Down Right 8 p Down Down Down Right r i R")
    #expect(learner.snapshot?.undoLabel != nil)
    for _ in 0..<20 where learner.snapshot?.undoLabel != nil { try learner.press("z") }
    #expect(learner.moment == moment)
    #expect(learner.bits == bits)
    #expect(learner.state.session?.plan == learner.state.session?.lesson.plan)
    try learner.press("Z")
    #expect(learner.notice.contains("Redone: Hidden layers 2"))
    #expect(learner.snapshot?.program.parameters.count == 6)
    #expect(learner.state.session?.plan.configuration.model.layers.count == 3)
  }

  @Test func renamedAndDropped() throws {
    let learner = try Learner(lesson: "neuron", size: Size(width: 120, height: 36))
    try learner.press("i i i D")
    #expect(learner.notice.contains("one branch only"))
    try learner.press("r i 0 Up Up D")
    #expect(learner.snapshot?.branches.count == 1)
    try learner.press("z")
    #expect(learner.snapshot?.branches.count == 2)
    try learner.press(":")
    learner.type("rename")
    try learner.press("Enter")
    learner.type("first try")
    try learner.press("Enter")
    #expect(learner.text.contains("first try"))
  }

  /// The tour speaks of the lesson's own numbers: elsewhere it begins the lesson's own run.
  @Test func theTourHasItsOwnRun() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("a p Right i g")
    #expect(learner.snapshot?.branches.count == 2)
    #expect(learner.state.session?.plan == learner.state.session?.lesson.plan)
    #expect(learner.state.session?.tourStop == 0)
    #expect(learner.text.contains("Ten points"))
    try learner.press("g")
    #expect(learner.snapshot?.branches.count == 2, "once is enough")
  }
}
