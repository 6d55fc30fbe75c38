import Autodiff
import Lessons
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// The language is switched at any moment; wide characters keep every column in its place.
@Suite struct LanguageScenario {
  @Test(arguments: [
    Size(width: 60, height: 20), Size(width: 80, height: 24), Size(width: 120, height: 36),
    Size(width: 200, height: 60),
  ])
  func columnsStayWhereTheyAre(size: Size) throws {
    let learner = try Learner(lesson: "layers", size: size)
    for script in ["", "n n", "Enter Down", "Esc Esc o o", "g", "6", "8 ]", "4 i i x", "9", "1", "5", "i i p"] {
      try learner.press(script)
      let english = learner.frame
      try learner.press("L")
      #expect(learner.state.language == .chinese)
      learner.expectColumnsAlign(learner.frame, "\(script) in Chinese")
      let wide = learner.text.contains { CharacterWidth().columns(of: $0) == 2 }
      #expect(wide, "\(script) is not in Chinese")
      try learner.press("L")
      // The notice of the key before is gone; all else is as it was.
      #expect(learner.frame.lines.dropLast() == english.lines.dropLast(), "\(script)")
    }
  }

  @Test func everyPanelSpeaksChinese() throws {
    let learner = try Learner(lesson: "neuron", size: Size(width: 120, height: 36), language: .chinese)
    try learner.press("i i")
    for panel in PanelCatalog.all {
      learner.press(.character(try #require(PanelCatalog.key(of: panel.id))))
      #expect(learner.text.contains(panel.title.chinese), "\(panel.id)")
      try learner.press("?")
      #expect(learner.text.contains("按键"))
      try learner.press("Esc")
    }
  }

  @Test func theListSpeaksChinese() throws {
    let learner = try Learner(language: .chinese)
    for lesson in learner.state.lessons {
      #expect(learner.text.contains(lesson.title.chinese))
      try learner.press("Down")
    }
  }
}
