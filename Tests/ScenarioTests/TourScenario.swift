import Autodiff
import Lessons
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// The guided tour, to the end and back.
@Suite struct TourScenario {
  @Test(arguments: PredictionScenario.lessons) func toTheEndAndBack(lesson: String) throws {
    let learner = try Learner(lesson: lesson)
    let stops = try #require(learner.state.session?.lesson.tour)
    #expect(!stops.isEmpty)
    var visited: [(moment: Moment?, question: String?)] = []
    for (index, stop) in stops.enumerated() {
      try learner.press("g")
      #expect(learner.state.session?.tourStop == index)
      if let value = stop.value { #expect(learner.questionName == "\(value)", "stop \(index + 1)") }
      learner.expectInvariants("stop \(index + 1)")
      visited.append((learner.moment, learner.questionName))
      // A learner looks about before going on.
      try learner.press("Down n n S")
    }
    try learner.press("g")
    #expect(learner.notice.contains("last stop"))
    for index in stops.indices.dropLast().reversed() {
      try learner.press("G")
      #expect(learner.state.session?.tourStop == index)
      #expect(learner.moment == visited[index].moment, "stop \(index + 1)")
      #expect(learner.questionName == visited[index].question, "stop \(index + 1)")
    }
    try learner.press("G")
    #expect(learner.notice.contains("first stop"))
  }

  /// Whatever panel it is about, without another key.
  @Test(arguments: PredictionScenario.lessons, [Size(width: 80, height: 24), Size(width: 120, height: 36)])
  func eachStopSaysItsText(lesson: String, size: Size) throws {
    let language = size.width == 80 ? Language.english : .chinese
    let learner = try Learner(lesson: lesson, size: size, language: language)
    for (index, stop) in try #require(learner.state.session?.lesson.tour).enumerated() {
      try learner.press("g")
      // The first word of the text, without its marks.
      let first = String(stop.text[language].split { !$0.isLetter }.first?.prefix(4) ?? "")
      let isThere = learner.text.contains(first)
      #expect(isThere, "stop \(index + 1): \(first)")
    }
  }
}
