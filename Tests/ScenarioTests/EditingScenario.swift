import Autodiff
import Screen
import Stepping
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
