import Autodiff
import Lessons
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// A new learner opens the list, chooses the first lesson, steps, asks why, goes into an operand and
/// comes back.
@Suite struct FirstStepsScenario {
  @Test func listThenLessonThenStepThenWhy() throws {
    let learner = try Learner()
    #expect(learner.state.place == .lessonList)
    let lessons = learner.state.lessons
    #expect(lessons.map(\.id).prefix(3) == ["neuron", "threshold", "self-recurrent"])
    // The list is longer than the screen: every lesson comes into sight on the way down.
    for lesson in lessons {
      #expect(learner.text.contains(lesson.title.english))
      #expect(learner.text.contains(lesson.question.english.prefix(20)))
      try learner.press("Down")
    }
    #expect(learner.text.contains("lessons \(lessons.count)/\(lessons.count)"))
    try learner.press("PageUp")
    #expect(learner.text.contains("lessons \(lessons.count - 10)/\(lessons.count)"))
    try learner.press("Home")
    #expect(learner.text.contains(lessons[0].question.english.prefix(20)))

    try learner.press("Down")
    #expect(learner.text.contains(lessons[1].question.english.prefix(20)))
    try learner.press("Up Enter")
    #expect(learner.state.place == .workbench)
    #expect(learner.moment == .start)
    #expect(learner.lines[0].contains("One neuron"))
    // The first screen says what to press.
    #expect(learner.text.contains("one operation forward"))

    try learner.press("n")
    #expect(learner.moment == Moment(iteration: 0, position: 1))
    #expect(learner.text.contains("▶ features"))
    try learner.press("n")
    #expect(learner.questionName == "neuron.sum[0, 0]")
    #expect(learner.text.contains("y = x · W + b"))

    try learner.press("Enter")
    #expect(learner.state.focus == .why)
    let sum = try #require(learner.snapshot?.explanation?.expansion)
    #expect(sum.terms.count == 3, "two products and the bias")
    let value = try #require(learner.snapshot?.explanation?.value)
    #expect(abs(sum.sum - Double(value)) < 1e-6)

    // Into the second operand, the first weight.
    try learner.press("Down Enter")
    #expect(learner.questionName == "neuron.weight[0, 0]")
    #expect(learner.state.questions.count == 2)
    try learner.press("Esc")
    #expect(learner.questionName == "neuron.sum[0, 0]")
    #expect(learner.state.questions.count == 1)
    try learner.press("Esc Esc Esc Esc")
    #expect(learner.state.focus == .stage)
    #expect(learner.state.place == .workbench, "Esc never quits")
  }

  @Test func aNumberThatIsNotThereYetIsADotAndNeverZero() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("n n u")
    #expect(learner.questionName == "neuron.output[0, 0]")
    #expect(learner.text.contains("not computed yet"))
    #expect(!learner.text.contains("neuron.output[0, 0] = 0"))
  }

  @Test func fromAValueToItsUserAndToItsSource() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("n n n d")
    #expect(learner.questionName == "neuron.sum[0, 0]")
    try learner.press("u")
    #expect(learner.questionName == "neuron.output[0, 0]")
  }
}
