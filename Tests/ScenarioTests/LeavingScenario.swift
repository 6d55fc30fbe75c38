import Autodiff
import Lessons
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Unknown keys are answered, and q closes one thing after the other, then quits.
@Suite struct LeavingScenario {
  @Test(arguments: ["&", "%", "F7", "Insert", "C-x", "梯"]) func anUnknownKeyGivesAHint(key: String) throws {
    let learner = try Learner(lesson: "neuron")
    let bits = learner.bits
    try learner.press(key)
    #expect(learner.notice.contains("does nothing here"))
    #expect(learner.notice.contains("? lists the keys"))
    #expect(learner.bits == bits)
    #expect(learner.lines.last?.contains(key) == true)
    try learner.press("n")
    #expect(learner.notice.isEmpty, "the hint goes with the next key")
  }

  @Test func closesWhatIsOpenAndThenQuits() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("n n Enter q")
    #expect(learner.state.questions.isEmpty)
    #expect(learner.state.place == .workbench)
    try learner.press("2 q")
    #expect(!learner.state.isZoomed)
    #expect(learner.state.place == .workbench)
    try learner.press("q")
    #expect(learner.state.place == .lessonList)
    #expect(!learner.hasQuit)
    try learner.press("q")
    #expect(learner.hasQuit)
  }

  @Test func comingBackFromTheListFindsTheLessonWhereItWas() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("i i n n n")
    let (moment, bits) = (learner.moment, learner.bits)
    try learner.press("q Enter")
    #expect(learner.state.place == .workbench)
    #expect(learner.moment == moment)
    #expect(learner.bits == bits)
  }

  @Test func anotherLessonBeginsAtItsStart() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("i i n n n Enter q q Down Enter")
    #expect(learner.state.session?.lesson.id == "threshold")
    #expect(learner.moment == .start)
    #expect(learner.state.questions.isEmpty)
    learner.expectInvariants()
  }

  @Test func aPictureIsAskedForOnce() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("w")
    #expect(learner.picturesWritten == 1)
  }

  @Test func escapeAtTheListDoesNotQuit() throws {
    let learner = try Learner()
    try learner.press("Esc Esc Esc")
    #expect(!learner.hasQuit)
    #expect(learner.state.place == .lessonList)
  }
}
