import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Help, palette and footer come from the table of commands, all of it.
@Suite struct HelpAndFooterTests {
  @Test(arguments: ["?", ":"], Language.allCases) func everyCommandIsListed(key: String, language: Language) throws {
    let learner = try Learner(lesson: "neuron", size: Size(width: 120, height: 30), language: language)
    try learner.press(key)
    var seen = ""
    for _ in 0..<CommandCatalog.all.count {
      seen += learner.text
      try learner.press("Down")
    }
    for command in CommandCatalog.all {
      let title = command.title[language]
      // A long one is cut at the end of the box.
      #expect(seen.contains(title.prefix(language == .english ? 40 : 20)), "\(command.id)")
    }
  }

  @Test func aLineOfTheHelpCanBeRun() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("?")
    learner.type("one operation")
    try learner.press("Enter")
    #expect(learner.state.overlay == nil)
    #expect(learner.moment?.position == 1)
  }

  @Test func thePaletteFindsByNameKeyAndLettersInOrder() throws {
    for filter in ["step.operation", "Forward one operation", "fwdoneop"] {
      let learner = try Learner(lesson: "neuron")
      try learner.press(":")
      learner.type(filter)
      try learner.press("Enter")
      #expect(learner.moment?.position == 1, "\(filter)")
    }
  }

  @Test func nothingFoundRunsNothing() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press(":")
    learner.type("zzzzzz")
    try learner.press("Enter")
    #expect(learner.state.overlay == nil)
    #expect(learner.commands.count == 1, "only the lesson was loaded")
  }

  @Test(arguments: Language.allCases) func theFooterFitsEveryWidth(language: Language) throws {
    for sample in SampleState.all where sample.state.notice == nil && sample.state.snapshot != nil {
      for width in Array(60...66) + Array(stride(from: 70, through: 200, by: 13)) {
        var state = sample.state(size: Size(width: width, height: 20))
        state.language = language
        let footer = WorkbenchView.frame(state).lines.last ?? ""
        #expect(footer.contains(language == .english ? "UPPER CASE: back" : "大写：后退"), "\(sample) at \(width)")
        let own = CommandCatalog.all.first { $0.panel == state.focus && !$0.footer.english.isEmpty }
        let first = own.map { $0.keys[0] == .character(" ") ? "Space" : $0.keys[0].name } ?? "n"
        #expect(footer.hasPrefix(" \(first) "), "\(sample) at \(width): \(footer)")
        // No word runs into the next and none is cut: each key is followed by its whole word.
        for command in CommandCatalog.all where !command.footer.english.isEmpty {
          // Where another command has the key, its own word stands behind it.
          guard CommandCatalog.command(for: command.keys[0], in: state.focus)?.id == command.id else { continue }
          let word = " \(command.footer[language]) "
          let key = command.keys[0] == .character(" ") ? "Space" : command.keys[0].name
          if footer.contains("  \(key) ") { #expect(footer.contains(word), "\(sample) at \(width): \(key)") }
        }
      }
    }
  }

  @Test func theFooterShowsOnlyKeysThatWork() throws {
    for sample in SampleState.all where sample.state.notice == nil && sample.state.place == .workbench {
      let footer = WorkbenchView.frame(sample.state(size: Size(width: 200, height: 60))).lines.last ?? ""
      for command in CommandCatalog.all where !command.footer.english.isEmpty {
        guard case .disabled = command.availability(sample.state) else { continue }
        #expect(!footer.contains("  \(command.keys[0].name) \(command.footer.english) "), "\(sample): \(command.id)")
      }
    }
  }
}
