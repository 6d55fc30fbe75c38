import Autodiff
import Lessons
import Screen
import Stepping

/// The question of practice, at the lower edge: the numbers that go into the answer stand above it.
enum PracticeBox {
  static func draw(_ answer: String, _ state: WorkbenchState, on frame: inout Frame, theme: Theme) {
    guard let practice = state.practice else { return }
    let isClosed = practice.outcome.isClosed
    var lines = [StyledText(question(practice, state))]
    for hint in practice.outcome.hints { lines += HintText.lines(hint, state, theme) }
    lines.append(StyledText("> \(answer)\(isClosed ? "" : "_")", theme.accent))
    if let feedback = state.feedback { lines += FeedbackText.lines(feedback, theme) }
    let keys =
      isClosed
      ? BilingualText("Enter: next number   Esc: stay here", zh: "Enter：下一个数   Esc：留在这里")
      : BilingualText(
        "Enter: answer  ?: hint  Tab: sign or value  arrows: another  Esc: show",
        zh: "Enter：回答  ?：提示  Tab：符号或数值  方向键：换一个  Esc：显示")
    let popup = Popup(
      title: state.text(BilingualText("predict this number", zh: "预测这个数")), lines: lines,
      footer: StyledText(state.text(keys)))
    // The last line stays free: it is the footer's.
    let room = frame.bounds.inset(bottom: 1)
    let height = min(popup.box(in: room, widths: frame.widths).height, room.height)
    let area = Rect(x: 0, y: room.height - height, width: room.width, height: height)
    popup.draw(in: area, on: &frame, theme: theme)
  }

  private static func question(_ practice: PracticeQuestion, _ state: WorkbenchState) -> String {
    guard let address = practice.address, let program = practice.whole?.program else {
      return state.text(BilingualText("The run goes on to the next number.", zh: "训练正走到下一个数。"))
    }
    let name = SlotText.name(address, program)
    switch practice.kind {
    case .value: return state.text(BilingualText("What is \(name)?", zh: "\(name) 是多少？"))
    case .sign:
      return state.text(
        BilingualText("Is \(name) positive, negative or zero? (+, −, 0)", zh: "\(name) 是正、是负还是零？（+、−、0）"))
    case .direction:
      return state.text(
        BilingualText("Does \(name) go up or down? (up, down, same)", zh: "\(name) 变大还是变小？（up、down、same）"))
    }
  }
}
