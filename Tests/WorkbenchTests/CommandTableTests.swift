import Autodiff
import Screen
import Testing
import Workbench
import WorkbenchTestSupport

/// What the one table of commands must keep, so that no key is undocumented and none does two things.
@Suite struct CommandTableTests {
  @Test func noKeyAndNoNameIsUsedTwice() {
    // A panel's own commands may take keys that do something else elsewhere.
    for panel in [nil] + Set(CommandCatalog.all.compactMap(\.panel)) {
      let keys = CommandCatalog.all.filter { $0.panel == panel }.flatMap(\.keys)
      #expect(keys.count == Set(keys).count)
    }
    let names = CommandCatalog.all.map(\.id)
    #expect(names.count == Set(names).count)
  }

  @Test func everyCommandHasAKeyAndWordsInBothLanguages() {
    for command in CommandCatalog.all {
      #expect(!command.keys.isEmpty, "\(command.id)")
      #expect(!command.title.english.isEmpty && !command.title.chinese.isEmpty, "\(command.id)")
      #expect(command.title.chinese.contains { !$0.isASCII }, "\(command.id) is not translated")
      #expect(command.footer.english.isEmpty == command.footer.chinese.isEmpty, "\(command.id)")
      #expect(!command.title.english.hasSuffix("."), "\(command.id): a title is no sentence")
    }
  }

  /// Titles fit the help box of an 80-column terminal.
  @Test(arguments: Language.allCases) func titlesFitTheHelp(language: Language) {
    for command in CommandCatalog.all {
      let columns = CharacterWidth().columns(of: command.title[language])
      #expect(columns <= 59, "\(command.id): \(columns) columns")
    }
  }

  /// Keys that terminals cannot tell apart, or that multiplexers and flow control take for themselves.
  @Test func noKeyIsOneThatTerminalsTake() {
    let taken = "hijm[bas".map { Key.control($0) }
    for command in CommandCatalog.all { #expect(Set(command.keys).isDisjoint(with: taken), "\(command.id)") }
  }

  /// The keys of the product's table. Those still to come are named here, so that the list shrinks.
  @Test func everyKeyOfTheProductIsThere() {
    let promised = "sSnNfFoOiIaAcCt +-udezZbBprRvmyx123456789/,.:?wqhjkl".map { Key.character($0) }
    let arrows: [Key] = [.up, .down, .left, .right, .pageUp, .pageDown, .shiftUp, .shiftDown]
    let awaited: Set<Key> = []
    for key in promised + arrows + [.enter, .escape, .tab] {
      let isThere = CommandCatalog.command(for: key) != nil
      #expect(isThere != awaited.contains(key), "\(key.name) is \(isThere ? "there; take it off the list" : "missing")")
    }
  }

  /// `benchmark --screen` times how soon the program says that it has no use for this key.
  @Test func theBenchmarksKeyHasNoUse() {
    let commands = CommandCatalog.all.filter { $0.keys.contains(.character("~")) }
    #expect(commands.map(\.id) == [])
  }

  @Test func lowerCaseGoesForwardsAndUpperCaseBack() {
    for command in CommandCatalog.all where command.id.hasPrefix("step.") {
      guard case .character(let letter) = command.keys[0] else { continue }
      let back = CommandCatalog.command(for: .character(Character(letter.uppercased())))
      #expect(back?.id == "back." + command.id.dropFirst("step.".count))
    }
  }

  @Test func whatCannotBeUsedSaysWhyInBothLanguages() throws {
    let state = try Learner().state
    let refusals = (SampleState.all.map(\.state) + [state]).flatMap(refusals)
    for (command, reason) in refusals {
      #expect(reason.english.hasSuffix("."), "\(command.id): \(reason.english)")
      #expect(reason.chinese.hasSuffix("。"), "\(command.id): \(reason.chinese)")
    }
    #expect(refusals.count > 10)
  }

  @Test func aCommandThatCannotBeUsedChangesNothingButTheNotice() throws {
    let learner = try Learner()
    // The list itself has a use for these.
    let keysOfTheList: Set<Key> = [.home, .end, .enter]
    let refused = refusals(learner.state).filter { command, _ in
      keysOfTheList.isDisjoint(with: command.keys) && command.panel == nil
    }
    for (command, reason) in refused {
      learner.press(command.keys[0])
      #expect(learner.state.place == .lessonList)
      #expect(learner.notice == reason.english, "\(command.id)")
    }
    #expect(learner.commands.isEmpty)
    // Without a lesson, every key of time is refused.
    #expect(refused.count > 12)
  }

  /// The commands that a state has no use for, each with what it says.
  private func refusals(_ state: WorkbenchState) -> [(command: Command, reason: BilingualText)] {
    CommandCatalog.all.compactMap { command in
      if case .disabled(let reason) = command.availability(state) { (command, reason) } else { nil }
    }
  }
}
