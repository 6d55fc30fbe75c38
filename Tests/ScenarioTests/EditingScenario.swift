import Autodiff
import Datasets
import Lessons
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// A weight is edited in the middle of an iteration.
@Suite struct EditingScenario {
  @Test func anEditedWeightIsUsedFromThenOnAndRewound() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n n Left Left")
    try learner.press("e")
    if case .prompt = learner.state.overlay {} else { Issue.record("e opens no line: \(learner.notice)") }
    let name = try #require(learner.questionName)
    #expect(name.contains("weight") || name.contains("bias"))
    learner.type("2.5")
    try learner.press("Enter")
    let address = try #require(learner.state.cursor)
    #expect(learner.snapshot?.values(of: address.slot)?[address.cell] == 2.5)
    #expect(learner.snapshot?.interventions.count == 1)
    try learner.press("n N")
    #expect(learner.snapshot?.values(of: address.slot)?[address.cell] == 2.5)
    try learner.press("9")
    #expect(learner.text.contains("= 2.5"))
    try learner.press("Home")
    #expect(learner.snapshot?.values(of: address.slot)?[address.cell] != 2.5)
  }

  @Test func aNumberThatIsComputedCannotBeEdited() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n n e")
    #expect(learner.state.overlay == nil)
    #expect(learner.notice.contains("computed"))
  }

  @Test(arguments: ["abc", "", "1e400", "nan", "--1"]) func whatIsNoNumberChangesNothing(text: String) throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n n Left Left e")
    let bits = learner.bits
    learner.type(text)
    try learner.press("Enter")
    #expect(learner.bits == bits)
    #expect(learner.notice.contains("nothing was changed"))
  }

  @Test func escapeLeavesTheLine() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n n Left Left e 7 Esc")
    #expect(learner.state.overlay == nil)
    #expect(learner.snapshot?.interventions.isEmpty == true)
  }
}

/// Inputs and labels are edited where they stand: the sample keeps them, and what follows is computed anew.
@Suite struct SampleEditingScenario {
  @Test func anInputSetByHandGoesOn() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("n n n n")
    let sums = try #require(learner.snapshot?.program.slot(named: "hidden1.sum"))
    let before = try #require(learner.snapshot?.values(of: sums.id))
    try learner.press("N N N e")
    learner.type("1.5")
    try learner.press("Enter")
    #expect(learner.notice.contains("is now 1.5"))
    #expect(learner.snapshot?.moment.position == 1, "the batch is loaded again")
    try learner.press("n")
    let after = try #require(learner.snapshot?.values(of: sums.id))
    #expect(after[0..<4] != before[0..<4] && after[4...] == before[4...], "one row follows from it")
    // It is the sample's: another epoch meets it again.
    let features = try #require(learner.state.session?.setup.data.train.inputs.values)
    #expect(features.contains(1.5))
    try learner.press("z n")
    #expect(learner.snapshot?.values(of: sums.id) == before)
  }

  @Test func aLabelIsAClass() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n Right Right e")
    learner.type("7")
    try learner.press("Enter")
    #expect(learner.notice.contains("needed the index of a class") || learner.notice.contains("index of a class"))
    #expect(learner.snapshot?.undoLabel == nil, "nothing is half-applied")
    try learner.press("e")
    learner.type("1")
    try learner.press("Enter")
    #expect(learner.snapshot?.undoLabel?.english == "targets[0, 0] = 1.0")
  }

  /// In the middle of an iteration what was computed with the old weight is marked.
  @Test func whatIsOldIsMarked() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("n n n N Left e")
    learner.type("2")
    try learner.press("Enter")
    #expect(learner.snapshot?.staleSlots.isEmpty == false)
    #expect(learner.text.contains("old: "))
    try learner.press("n n")
    #expect(learner.snapshot?.staleSlots.isEmpty == false, "what follows from old numbers is old")
    try learner.press("i n n")
    #expect(learner.snapshot?.staleSlots.isEmpty == true)
    #expect(!learner.text.contains("old: "))
  }
}
