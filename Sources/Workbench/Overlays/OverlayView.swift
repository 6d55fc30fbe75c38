import Autodiff
import Datasets
import Lessons
import Screen
import Stepping

/// Draws the box that is open over the panels.
enum OverlayView {
  static func draw(_ overlay: Overlay, _ state: WorkbenchState, on frame: inout Frame, theme: Theme) {
    switch overlay {
    case .help(let filter, let choice):
      drawCommands(BilingualText("keys", zh: "按键"), filter, choice, groups: filter.isEmpty, state, on: &frame, theme)
    case .palette(let filter, let choice):
      drawCommands(BilingualText("commands", zh: "命令"), filter, choice, groups: false, state, on: &frame, theme)
    case .prompt(let prompt, let text): drawPrompt(prompt, text, state, on: &frame, theme)
    case .experiment(let index): ExperimentView.draw(index, state, on: &frame, theme: theme)
    case .breakpoints(let choice): BreakpointList.draw(choice, state, on: &frame, theme: theme)
    case .prediction(let index, let answer): PredictionFlow.draw(index, answer, state, on: &frame, theme: theme)
    case .practice(let answer): PracticeBox.draw(answer, state, on: &frame, theme: theme)
    case .bugLab(let choice): BugLabBox.draw(choice, state, on: &frame, theme: theme)
    }
  }

  private static func drawCommands(
    _ title: BilingualText, _ filter: String, _ choice: Int, groups: Bool, _ state: WorkbenchState,
    on frame: inout Frame, _ theme: Theme
  ) {
    let commands = CommandFilter.commands(filter, state)
    var lines: [(text: StyledText, index: Int?)] = []
    var lastGroup: Command.Group?
    for (index, command) in commands.enumerated() {
      if groups, command.group != lastGroup {
        lines.append((StyledText(state.text(command.group.title), theme.title), nil))
        lastGroup = command.group
      }
      lines.append((line(command, state, frame, theme), index))
    }
    let box = frame.bounds.centered(
      Size(width: min(frame.size.width - 2, 84), height: min(frame.size.height - 2, lines.count + 4)))
    let border = Border(title: state.text(title) + (filter.isEmpty ? "" : " · \(filter)"), isFocused: true)
    frame.fill(box)
    border.draw(in: box, on: &frame, theme: theme)
    let inside = border.inside(box)
    let body = inside.inset(bottom: 1)
    let row = lines.firstIndex { $0.index == choice } ?? 0
    var scroll = Scroll(total: lines.count, visible: body.height)
    scroll.reveal(row)
    if row <= 1 { scroll = Scroll(total: lines.count, visible: body.height) }
    frame.clipped(to: body) { frame in
      for (place, index) in scroll.range.enumerated() {
        frame.put(lines[index].text, x: body.x, y: body.y + place)
        if index == row {
          frame.restyle(body.row(place), with: theme.selection)
          frame.cursor = Point(x: body.x, y: body.y + place)
        }
      }
    }
    ScrollBar(scroll).draw(in: body, on: &frame, theme: theme)
    let hint = BilingualText("type to filter  Enter run  Esc close", zh: "输入以筛选  Enter 执行  Esc 关闭")
    frame.put(" " + state.text(hint), in: inside, row: inside.height - 1, style: theme.muted)
  }

  private static func line(_ command: Command, _ state: WorkbenchState, _ frame: Frame, _ theme: Theme) -> StyledText {
    let widths = frame.widths
    let keys = command.keys.map { $0 == .character(" ") ? "Space" : $0.name }.joined(separator: " ")
    let padding = String(repeating: " ", count: max(9 - widths.columns(of: keys), 0))
    var text = StyledText(" \(keys)\(padding) ", theme.key)
    text.append(widths.truncated(state.text(command.title), to: min(frame.size.width - 2, 84) - 14))
    if case .disabled = command.availability(state) { text = text.over(theme.muted) }
    return text
  }

  /// The end of a long text, where the cursor is.
  private static func tail(_ text: String, _ frame: Frame) -> String {
    let room = max(min(frame.size.width, 76) - 10, 8)
    return text.count > room ? "…" + text.suffix(room) : text
  }

  /// Letters in lines that fit, no more than a screen has room for.
  private static func folded(_ letters: [Character], _ frame: Frame) -> [String] {
    let width = max(min(frame.size.width, 76) - 8, 8)
    let lines = stride(from: 0, to: letters.count, by: width).map {
      String(letters[$0..<min($0 + width, letters.count)])
    }
    return lines.count <= 4 ? lines : lines.prefix(4) + ["…"]
  }

  private static func drawPrompt(
    _ prompt: Overlay.Prompt, _ text: String, _ state: WorkbenchState, on frame: inout Frame, _ theme: Theme
  ) {
    let title: String
    var lines: [StyledText] = []
    switch prompt {
    case .knob(let name):
      title = name
      if let session = state.session, let knob = try? KnobCatalog.knob(named: name, in: session.plan) {
        lines.append(StyledText("\(state.text(knob.title)): \(knob.value(in: session.plan))", theme.muted))
        if let choices = knob.choices(in: session.plan) {
          lines.append(StyledText(choices.joined(separator: " | "), theme.muted))
        }
      }
    case .edit(let address):
      title = state.text(BilingualText("edit", zh: "修改"))
      if let snapshot = state.snapshot {
        let name = snapshot.program.name(of: address)
        let value = snapshot.values(of: address.slot)?[address.cell]
        lines.append(
          StyledText("\(name) = \(value.map { NumberFormat(significantDigits: 6).text($0) } ?? "·")", theme.muted))
      }
    case .epsilon:
      title = "ε"
      let hint = BilingualText(
        "How much is added to the number: 0.1, 1e-3, -0.5", zh: "在这个数上加多少：0.1、1e-3、-0.5")
      lines.append(StyledText(state.text(hint), theme.muted))
    case .search: title = "/"
    case .branchName(let id):
      title = state.text(BilingualText("rename the branch", zh: "分支改名"))
      if let branch = state.snapshot?.branches.first(where: { $0.id == id }) {
        lines.append(StyledText(state.text(branch.name), theme.muted))
      }
    case .word:
      title = state.text(WordPanel.title)
      if let alphabet = state.session?.words?.alphabet {
        let hint = BilingualText(
          "Up to \(alphabet.steps) letters of these:", zh: "最多 \(alphabet.steps) 个字母，可用：")
        lines.append(StyledText(state.text(hint), theme.muted))
        lines += Self.folded(alphabet.letters, frame).map { StyledText($0, theme.muted) }
      } else if let tokens = state.session?.texts?.tokens.source {
        let hint = BilingualText(
          "Up to \(tokens.length) tokens; a token is a \(tokens.vocabulary.unit.noun).",
          zh: "最多 \(tokens.length) 个词元；一个词元是一个\(tokens.vocabulary.unit == .letters ? "字母" : "词")。")
        lines.append(StyledText(state.text(hint), theme.muted))
      }
    case .decoding:
      title = state.text(BilingualText("how tokens are chosen", zh: "如何选取词元"))
      lines = ["greedy", "beam 4", "sample t=0.8 k=5 p=0.9 seed=3"].map { StyledText($0, theme.muted) }
    case .condition:
      title = state.text(BilingualText("stop when", zh: "何时停下"))
      lines = ConditionPrompt.examples(state, theme)
    }
    lines.append(StyledText("> \(Self.tail(text, frame))_", theme.accent))
    if let problem = state.conditionProblem { lines += ConditionPrompt.lines(problem, state, frame, theme) }
    let hint = BilingualText("Enter sets it   Esc leaves it", zh: "Enter 确定   Esc 放弃")
    Popup(title: title, lines: lines, footer: StyledText(state.text(hint)))
      .draw(in: frame.bounds, on: &frame, theme: theme)
  }
}
