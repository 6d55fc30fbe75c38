import Autodiff
import Screen
import Stepping

extension PanelID {
  public static let log = PanelID("log")
}

/// What happened: what was observed of the run, from a number that is none to a dead unit, and changes
/// that were made, each with its moment; Enter goes there.
enum LogPanel: Panel {
  static let id = PanelID.log
  static let title = BilingualText("log", zh: "日志")
  static let minimumSize = Size(width: 20, height: 3)

  private struct Entry {
    let moment: Moment
    let text: String
    let isProblem: Bool
    /// The number to look at there.
    var address: CellAddress?
  }

  private static func entries(_ state: WorkbenchState) -> [Entry] {
    guard let snapshot = state.snapshot else { return [] }
    let observed = snapshot.observations.map { observation in
      Entry(
        moment: observation.moment,
        text: state.text(
          ObservationText.sentence(observation, snapshot.program, glyphs: state.capabilities.glyphs)),
        isProblem: true, address: observation.address)
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
        "Nothing has happened yet: no change, and nothing wrong with the numbers.", zh: "还没有发生什么：没有改动，数值也没有异常。")
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
    let chosen = state.focus == id ? min(state[id].choice, rows.count - 1) : nil
    // What the chosen line has no room for.
    let whole = chosen.map { Paragraph(entries[$0].text, style: theme.muted) }
    let room = max(area.width - 13, 1)
    let isCut = chosen.map { frame.widths.columns(of: entries[$0].text) > room } ?? false
    let lines = isCut ? whole?.laidOut(width: area.width - 1, widths: frame.widths).count ?? 0 : 0
    let below = lines > 0 && area.height >= lines + 4 ? lines : 0
    whole?.draw(
      in: area.inset(left: 1, top: below > 0 ? area.height - below : area.height), on: &frame, theme: theme)
    Table(
      [
        Table.Column("", .fixed(1)), Table.Column(state.text(BilingualText("iteration", zh: "迭代")), .fixed(9)),
        Table.Column(""),
      ], rows: rows, selected: chosen
    ).draw(in: area.inset(bottom: below), on: &frame, theme: theme)
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
    state.expectedCursor = entry.address
    return true
  }
}
