import Autodiff
import Screen
import Stepping

extension PanelID {
  public static let log = PanelID("log")
}

/// What happened: numbers that became NaN or infinite and changes that were made, each with its
/// moment; Enter goes there.
enum LogPanel: Panel {
  static let id = PanelID.log
  static let title = BilingualText("log", zh: "日志")
  static let minimumSize = Size(width: 20, height: 3)

  private struct Entry {
    let moment: Moment
    let text: String
    let isProblem: Bool
  }

  private static func entries(_ state: WorkbenchState) -> [Entry] {
    guard let snapshot = state.snapshot else { return [] }
    let observed = snapshot.observations.map { observation in
      Entry(
        moment: observation.moment,
        text: state.text(
          BilingualText(
            "\(observation.place) became \(observation.value)", zh: "\(observation.place) 变成 \(observation.value)")),
        isProblem: true)
    }
    let changed = snapshot.interventions.map { intervention in
      Entry(
        moment: intervention.moment, text: state.text(intervention.label), isProblem: false)
    }
    return (observed + changed).sorted { $0.moment < $1.moment }
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    let entries = entries(state)
    guard !entries.isEmpty else {
      let text = BilingualText(
        "Nothing has happened yet: no change, no number that is not a number.", zh: "还没有发生什么：没有改动，也没有出现非数值。")
      Paragraph(state.text(text), style: theme.muted).draw(in: area.inset(left: 1), on: &frame, theme: theme)
      return
    }
    let rows = entries.map { entry in
      [
        StyledText(
          "\(entry.isProblem ? theme.signs.wrong : theme.signs.right)", entry.isProblem ? theme.warning : theme.muted),
        StyledText("\(entry.moment.iteration)", theme.muted), StyledText(entry.text),
      ]
    }
    Table(
      [
        Table.Column("", .fixed(1)), Table.Column(state.text(BilingualText("iteration", zh: "迭代")), .fixed(9)),
        Table.Column(""),
      ], rows: rows, selected: state.focus == id ? min(state[id].choice, rows.count - 1) : nil
    ).draw(in: area, on: &frame, theme: theme)
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let count = entries(state).count
    switch movement {
    case .up: state[id].choice = max(state[id].choice - 1, 0)
    case .down: state[id].choice = min(state[id].choice + 1, max(count - 1, 0))
    default: return false
    }
    return true
  }

  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let entry = entries(state)[safe: state[id].choice] else { return false }
    effects += TimeCommands.go(&state, to: entry.moment)
    return true
  }
}
