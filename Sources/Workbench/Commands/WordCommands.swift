import Autodiff
import Datasets
import Screen

/// Which word is looked at: one that is typed, or the sample under the cursor.
enum WordCommands {
  static let all: [Command] = [
    Command(
      "word.type", [.enter, .character(" ")], .word,
      BilingualText("Type a word or text of one's own", zh: "输入自己的单词或文本"),
      footer: BilingualText("type", zh: "输入"), in: .word, when: availability
    ) { state in
      state.overlay = .prompt(.word, text: "")
      return []
    },
    Command(
      "word.sample", [.control("r")], .word, BilingualText("Back to the sample under the cursor", zh: "回到光标处的样本"),
      footer: BilingualText("sample", zh: "样本"), in: .word, when: availability
    ) { state in
      state.readSample(nil)
      state.textBench.most = nil
      return []
    },
  ]

  @Sendable private static func availability(_ state: WorkbenchState) -> Command.Availability {
    if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
    return state.session?.words == nil && state.session?.texts == nil ? .disabled(WordText.noWords) : .enabled
  }

  /// Takes a typed word, or says why it cannot be read.
  static func commit(_ text: String, _ state: inout WorkbenchState) -> [Effect] {
    if let texts = state.session?.texts { return TextCommands.commit(text, texts, &state) }
    guard let words = state.session?.words else { return [] }
    let typed = text.trimmingWhitespace
    do throws(WordError) {
      _ = try words.alphabet.places(of: typed)
      state.word.typed = typed
      state.word.letter = nil
    } catch {
      // The box stays, with the letters that can be read.
      state.overlay = .prompt(.word, text: text)
      state.notice = Notice(.problem, state.text(WordText.problem(error)))
    }
    return []
  }
}
