import Autodiff
import Datasets
import Screen
import Stepping

/// How the network writes, while the word panel shows a text.
enum TextCommands {
  static let all: [Command] = [
    command(
      "text.decoding", [.character("%")], BilingualText("How tokens are chosen", zh: "如何选取词元"), footer: "choice",
      zh: "选取"
    ) {
      state in state.overlay = .prompt(.decoding, text: state.textBench.decoding.text)
    },
    command("text.again", [.character("*")], BilingualText("Draw another text", zh: "另抽一段"), footer: "draw", zh: "抽样") {
      state in
      // The first draw is the one of seed 1.
      if state.textBench.decoding.rule == .sample {
        state.textBench.decoding.seed &+= 1
      } else {
        state.textBench.decoding.rule = .sample
      }
      state.textBench.place = nil
    },
    command("text.warmer", [.character("+"), .character("=")], BilingualText("Higher temperature", zh: "提高温度")) {
      turnTemperature(by: 1.25, &$0)
    },
    command("text.colder", [.character("-")], BilingualText("Lower temperature", zh: "降低温度")) {
      turnTemperature(by: 0.8, &$0)
    },
    command("text.one-more", [.character(">")], BilingualText("One token more", zh: "多写一个词元")) { state in
      let written = state.snapshot?.text?.written.count ?? 0
      state.textBench.most = (state.textBench.most ?? written) + 1
      state.textBench.place = nil
    },
    command("text.one-less", [.character("<")], BilingualText("One token less", zh: "少写一个词元")) { state in
      let written = state.snapshot?.text?.written.count ?? 0
      state.textBench.most = max(min(state.textBench.most ?? written, written) - 1, 0)
      state.textBench.place = nil
    },
    command("text.to-the-end", [.character("|")], BilingualText("Write to the end", zh: "写到结尾")) { state in
      state.textBench.most = nil
      state.textBench.place = nil
    },
  ]

  private static func command(
    _ id: String, _ keys: [Key], _ title: BilingualText, footer: String = "", zh: String = "",
    _ change: @escaping @Sendable (inout WorkbenchState) -> Void
  ) -> Command {
    Command(id, keys, .word, title, footer: BilingualText(footer, zh: zh), in: .word, when: availability) { state in
      change(&state)
      return []
    }
  }

  @Sendable private static func availability(_ state: WorkbenchState) -> Command.Availability {
    if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
    guard let texts = state.session?.texts else {
      return .disabled(BilingualText("This lesson's samples are no texts.", zh: "本课的样本不是文本。"))
    }
    if case .classes = texts.question {
      return .disabled(BilingualText("Here nothing is written: a class is told.", zh: "这里不写文本，只判类别。"))
    }
    return .enabled
  }

  private static func turnTemperature(by factor: Float, _ state: inout WorkbenchState) {
    let turned = (state.textBench.decoding.temperature * factor * 100).rounded() / 100
    state.textBench.decoding.rule = .sample
    state.textBench.decoding.temperature = min(
      max(turned, Decoding.temperatures.lowerBound), Decoding.temperatures.upperBound)
    state.textBench.place = nil
  }

  /// Takes a typed text, or says why it cannot be read.
  static func commit(_ text: String, _ texts: TokenizedTexts, _ state: inout WorkbenchState) -> [Effect] {
    let typed = text.trimmingWhitespace
    do throws(TokenError) {
      _ = try TextBench.tokens(of: typed, texts)
      state.textBench.typed = typed
      state.textBench.place = nil
      state.textBench.most = nil
    } catch {
      // The box stays, with what was typed.
      state.overlay = .prompt(.word, text: text)
      state.notice = Notice(.problem, state.text(WritingText.problem(error)))
    }
    return []
  }

  static func commitDecoding(_ text: String, _ state: inout WorkbenchState) -> [Effect] {
    do throws(Decoding.TextError) {
      state.textBench.decoding = try Decoding(text: text)
      state.textBench.place = nil
    } catch {
      state.overlay = .prompt(.decoding, text: text)
      state.notice = Notice(
        .problem,
        state.text(
          BilingualText(
            "Found \"\(error.found)\", needed \(error.needed).", zh: "得到“\(error.found)”，需要：\(error.needed)。")))
    }
    return []
  }
}

extension String {
  /// Without the white space around it.
  var trimmingWhitespace: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
