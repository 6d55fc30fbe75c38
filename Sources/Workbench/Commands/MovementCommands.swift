import Autodiff
import Screen

/// Moving in the panel that has the focus: from number to number, line to line, choice to choice.
enum MovementCommands {
  static let all: [Command] = [
    command("move.up", [.up, .character("k")], .up, BilingualText("Up: a row, a line, a choice", zh: "向上：一行、一条或一个选项")),
    command(
      "move.down", [.down, .character("j")], .down, BilingualText("Down: a row, a line, a choice", zh: "向下：一行、一条或一个选项")),
    command(
      "move.left", [.left, .character("h")], .left,
      BilingualText("Left: a column; a knob down, a line folded", zh: "向左：一列；旋钮调小，折叠一行")),
    command(
      "move.right", [.right, .character("l")], .right,
      BilingualText("Right: a column; a knob up, a line unfolded", zh: "向右：一列；旋钮调大，展开一行")),
    command(
      "move.page-up", [.pageUp, .shiftUp], .pageUp,
      BilingualText("Ten rows up; on the stage the head or map before", zh: "向上十行；在舞台上是前一个头或特征图")),
    command(
      "move.page-down", [.pageDown, .shiftDown], .pageDown,
      BilingualText("Ten rows down; on the stage the next head or map", zh: "向下十行；在舞台上是下一个头或特征图")),
  ]

  private static func command(_ id: String, _ keys: [Key], _ movement: Movement, _ title: BilingualText) -> Command {
    Command(id, keys, .cursor, title) { state in
      var effects: [Effect] = []
      if !PanelCatalog.panel(state.focus).move(movement, &state, &effects) {
        state.notice = Notice(
          .hint, state.text(BilingualText("There is nothing to move to here.", zh: "这里没有可以移动到的地方。")))
      }
      return effects
    }
  }
}
