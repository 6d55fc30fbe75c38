import Autodiff
import Lessons
import Screen
import Stepping

/// Keys while a box is open over the panels.
enum OverlayKeys {
  static func press(_ key: Key, _ state: inout WorkbenchState) -> [Effect] {
    guard let overlay = state.overlay else { return [] }
    if key == .escape || key == .control("c") {
      if case .practice = overlay {
        PracticeFlow.reveal(&state)
        state.practice = nil
      }
      state.overlay = nil
      state.conditionProblem = nil
      return []
    }
    switch overlay {
    case .help(let filter, let choice):
      if key == .character("?"), filter.isEmpty { state.overlay = nil }
      return list(key, filter, choice, &state) { .help(filter: $0, choice: $1) }
    case .palette(let filter, let choice):
      return list(key, filter, choice, &state) { .palette(filter: $0, choice: $1) }
    case .prompt(let prompt, let text):
      if key == .enter {
        state.overlay = nil
        return Prompts.commit(prompt, text, &state)
      }
      if let edited = edited(text, key) {
        state.overlay = .prompt(prompt, text: edited)
        state.conditionProblem = nil
      }
      return []
    case .experiment(let index): return ExperimentFlow.press(key, index, &state)
    case .breakpoints(let choice): return BreakpointList.press(key, choice, &state)
    case .prediction(let index, let answer):
      if key == .enter { return PredictionFlow.commit(index, answer, &state) }
      if key == .character("?") {
        PredictionFlow.hint(index, &state)
        return []
      }
      if let edited = edited(answer, key) { state.overlay = .prediction(index, answer: edited) }
      return []
    case .practice(let answer):
      if key != .character("?"), state.practice?.outcome.isClosed != true, let edited = edited(answer, key) {
        state.overlay = .practice(answer: edited)
        return []
      }
      return PracticeFlow.press(key, answer, &state)
    case .bugLab(let choice): return BugLabFlow.press(key, choice, &state)
    }
  }

  /// A filtered list of commands: letters filter, arrows choose, Enter runs.
  private static func list(
    _ key: Key, _ filter: String, _ choice: Int, _ state: inout WorkbenchState, _ make: (String, Int) -> Overlay
  ) -> [Effect] {
    guard state.overlay != nil else { return [] }
    let commands = CommandFilter.commands(filter, state)
    switch key {
    case .up: state.overlay = make(filter, max(choice - 1, 0))
    case .down: state.overlay = make(filter, min(choice + 1, max(commands.count - 1, 0)))
    case .pageUp: state.overlay = make(filter, max(choice - 10, 0))
    case .pageDown: state.overlay = make(filter, min(choice + 10, max(commands.count - 1, 0)))
    case .enter:
      state.overlay = nil
      guard commands.indices.contains(choice) else { return [] }
      return run(commands[choice], &state)
    default:
      if let text = edited(filter, key) { state.overlay = make(text, 0) }
    }
    return []
  }

  /// The text after a key; nil when the key does not edit.
  private static func edited(_ text: String, _ key: Key) -> String? {
    switch key {
    case .character(let character): text + String(character)
    case .backspace: String(text.dropLast())
    case .control("u"): ""
    default: nil
    }
  }
}

/// Commands whose title, id or key has the letters of a filter in order.
enum CommandFilter {
  static func commands(_ filter: String, _ state: WorkbenchState) -> [Command] {
    guard !filter.isEmpty else { return CommandCatalog.all }
    let wanted = filter.lowercased()
    let scored = CommandCatalog.all.compactMap { command -> (Command, Int)? in
      let texts = [state.text(command.title).lowercased(), command.id] + command.keys.map(\.name)
      if texts.contains(where: { $0.contains(wanted) }) { return (command, 0) }
      return texts.contains { isSubsequence(wanted, of: $0) } ? (command, 1) : nil
    }
    return scored.filter { $0.1 == 0 }.map(\.0) + scored.filter { $0.1 == 1 }.map(\.0)
  }

  private static func isSubsequence(_ letters: String, of text: String) -> Bool {
    var rest = letters[...]
    for character in text where character == rest.first { rest = rest.dropFirst() }
    return rest.isEmpty
  }
}

/// What happens when a typed line is committed.
enum Prompts {
  static func commit(_ prompt: Overlay.Prompt, _ text: String, _ state: inout WorkbenchState) -> [Effect] {
    switch prompt {
    case .knob(let name): return KnobTurning.set(name, to: text, &state)
    case .edit(let address):
      return Editing.commit(text, at: address, &state)
    case .epsilon:
      guard let value = Double(text.replacing("−", with: "-")), value != 0, abs(value) <= 1e6, abs(value) >= 1e-9 else {
        state.notice = Notice(
          .problem,
          state.text(
            BilingualText(
              "ε: found \"\(text)\", needed a number from 1e-9 to 1e6, or the negative of one.",
              zh: "ε：得到“\(text)”，需要 1e-9 到 1e6 之间的数，或其相反数。")))
        return []
      }
      state.whatIf.epsilon = value
      return []
    case .search: return Search.begin(text, &state)
    case .branchName(let id): return text.isEmpty ? [] : [.trainer(.renameBranch(id, text))]
    case .word: return WordCommands.commit(text, &state)
    case .decoding: return TextCommands.commitDecoding(text, &state)
    case .condition(let id): return BreakpointList.commit(text, id, &state)
    }
  }
}
