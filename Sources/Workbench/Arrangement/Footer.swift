import Autodiff
import Screen

/// The last line: a notice if there is one, else the keys that matter now, from the command table.
enum Footer {
  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    if let notice = state.notice {
      let style =
        switch notice.kind {
        case .hint: theme.accent
        case .good: theme.good
        case .problem: theme.warning
        }
      let sign: Character =
        notice.kind == .problem ? theme.signs.wrong : notice.kind == .good ? theme.signs.done : theme.signs.right
      frame.put(" \(sign) \(notice.text)", in: area, style: style)
      return
    }
    var x = area.x + 1
    let back = state.text(BilingualText("UPPER CASE: back", zh: "大写：后退"))
    let end = area.right - frame.widths.columns(of: back) - 2
    frame.clipped(to: area) { frame in
      // What only the focused panel can do is what is looked for there.
      let own = CommandCatalog.all.filter { $0.panel == state.focus && !$0.footer.english.isEmpty }
      let common = order.compactMap { id in CommandCatalog.all.first { $0.id == id } }
      for command in own + common {
        guard let key = command.keys.first, CommandCatalog.command(for: key, in: state.focus)?.id == command.id,
          case .enabled = command.availability(state)
        else { continue }
        let word = state.text(command.footer)
        let name = key == .character(" ") ? "Space" : key.name
        guard x + frame.widths.columns(of: name) + frame.widths.columns(of: word) + 1 < end else { break }
        x = frame.put(name, x: x, y: area.y, style: theme.key)
        x = frame.put(" \(word)  ", x: x, y: area.y, style: theme.muted)
      }
      frame.put(back, x: end + 1, y: area.y, style: theme.muted)
    }
  }

  /// The commands that a learner needs most, first; as many as fit are shown.
  private static let order = [
    "step.operation", "step.term", "step.phase", "step.iteration", "play", "why", "out", "tour", "knobs", "predict",
    "step.layer", "step.epoch", "continue", "panel.next", "close", "help",
  ]
}
