import Autodiff
import Screen

/// What is said to an answer, as lines with a sign in front: color is not the only one.
enum FeedbackText {
  static func lines(_ feedback: Notice, _ theme: Theme) -> [StyledText] {
    let sign =
      feedback.kind == .good ? theme.signs.done : feedback.kind == .problem ? theme.signs.wrong : theme.signs.right
    let style = feedback.kind == .good ? theme.good : feedback.kind == .problem ? theme.warning : theme.accent
    var said = ProseText.lines(feedback.text, theme)
    if !said.isEmpty { said[0] = StyledText("\(sign) ", style) + said[0] }
    return said
  }
}

/// A hint that was asked for.
enum HintText {
  static func lines(_ hint: BilingualText, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    var lines = ProseText.lines(state.text(hint), theme)
    if !lines.isEmpty { lines[0] = StyledText("? ", theme.accent) + lines[0] }
    return lines
  }
}
