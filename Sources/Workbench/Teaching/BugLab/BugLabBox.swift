import Autodiff
import Screen
import Stepping

/// The list of mistakes to choose from, with the instruction that the learner points at.
enum BugLabBox {
  static func draw(_ choice: Int, _ state: WorkbenchState, on frame: inout Frame, theme: Theme) {
    var lines: [StyledText] = []
    if let program = state.snapshot?.program, let index = BugLabFlow.pointed(state) {
      let instruction = program.instructions[index]
      let title = "\(state.text(instruction.phase.title)) · \(SlotText.title(instruction, program))"
      lines.append(
        StyledText(state.text(BilingualText("You point at: ", zh: "你指着："))) + StyledText(title, theme.accent))
    }
    let first = lines.count
    for (index, bug) in BugCatalog.all.enumerated() {
      let isChosen = index == choice
      lines.append(
        StyledText(
          "\(isChosen ? String(theme.signs.current) : " ") \(state.text(bug.title))",
          isChosen ? theme.selection : theme.text))
    }
    if let feedback = state.feedback { lines += [StyledText("")] + FeedbackText.lines(feedback, theme) }
    let keys = BilingualText(
      "arrows choose   Enter: it is this one   Esc: look on", zh: "方向键选择   Enter：就是它   Esc：继续看")
    // The chosen line stays in sight where the box is too high for the screen, and what was said to it more so.
    let room = max(frame.bounds.height - 4, 1)
    let total = Paragraph(lines).laidOut(width: max(min(frame.bounds.width, 76) - 4, 1), widths: frame.widths).count
    let scroll = state.feedback == nil ? max(first + choice - room + 1, 0) : max(total - room, 0)
    Popup(
      title: state.text(BilingualText("bug lab: what is wrong?", zh: "找错实验室：错在哪里？")), lines: lines,
      footer: StyledText(state.text(keys)), scroll: scroll
    ).draw(in: frame.bounds, on: &frame, theme: theme)
  }
}
