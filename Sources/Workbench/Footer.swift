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
      let sign: Character = notice.kind == .problem ? theme.signs.wrong : notice.kind == .good ? theme.signs.done : theme.signs.right
      frame.put(" \(sign) \(notice.text)", in: area, style: style)
      return
    }
    var x = area.x + 1
    frame.clipped(to: area) { frame in
      for command in CommandCatalog.all where !command.footer.english.isEmpty {
        guard case .enabled = command.availability(state), let key = command.keys.first else { continue }
        let word = state.text(command.footer)
        let name = key == .character(" ") ? "␣" : key.name
        guard x + frame.widths.columns(of: name) + frame.widths.columns(of: word) + 3 < area.right else { break }
        x = frame.put(name, x: x, y: area.y, style: theme.key)
        x = frame.put(" \(word)  ", x: x, y: area.y, style: theme.muted)
      }
    }
  }
}
