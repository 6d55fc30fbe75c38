import Autodiff
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let program = PanelID("program")
}

/// The program as a debugger's source window: every instruction of an iteration under its phase, what
/// is done, where we are, what is to come, told apart by sign.
enum ProgramPanel: Panel {
  static let id = PanelID.program
  static let title = BilingualText("program", zh: "程序")
  static let minimumSize = Size(width: 16, height: 4)

  private enum Line {
    case phase(Phase)
    case instruction(Int)
  }

  static func note(_ state: WorkbenchState) -> String {
    state.snapshot.map { "\($0.moment.position)/\($0.program.instructions.count)" } ?? ""
  }

  private static func lines(_ program: Program) -> [Line] {
    var lines: [Line] = []
    var phase: Phase?
    for (index, instruction) in program.instructions.enumerated() {
      if instruction.phase != phase {
        phase = instruction.phase
        lines.append(.phase(instruction.phase))
      }
      lines.append(.instruction(index))
    }
    return lines
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot, !area.isEmpty else { return }
    let lines = lines(snapshot.program)
    let current = snapshot.moment.position - 1
    let marks = BreakpointMarks(state)
    let memory = state[id]
    let focusIndex = memory.follows ? current : memory.choice
    let focusLine =
      lines.firstIndex { if case .instruction(let index) = $0 { index == focusIndex } else { false } } ?? 0
    var scroll = Scroll(total: lines.count, visible: area.height)
    // Some of what comes next stays in sight.
    scroll.reveal(min(focusLine + area.height / 3, max(lines.count - 1, 0)))
    scroll.reveal(max(focusLine - 1, 0))
    frame.clipped(to: area) { frame in
      for (row, index) in scroll.range.enumerated() {
        let place = area.row(row)
        switch lines[index] {
        case .phase(let phase):
          frame.put(state.text(phase.title), in: place, style: theme.title)
        case .instruction(let number):
          draw(number, snapshot, in: place, on: &frame, theme)
          if let mark = marks.sign(at: number + 1, theme) {
            frame.put(mark, x: place.x, y: place.y, style: theme.warning)
          }
          if number == current { frame.restyle(place, with: theme.currentLine) }
          if !memory.follows, number == memory.choice, state.focus == id {
            frame.restyle(place, with: theme.selection)
            frame.cursor = Point(x: place.x, y: place.y)
          }
        }
      }
    }
    ScrollBar(scroll).draw(in: area, on: &frame, theme: theme)
  }

  private static func draw(_ number: Int, _ snapshot: Snapshot, in place: Rect, on frame: inout Frame, _ theme: Theme) {
    let instruction = snapshot.program.instructions[number]
    let current = snapshot.moment.position - 1
    let sign: Character = number == current ? theme.signs.current : number < current ? theme.signs.done : " "
    let style = number < current ? theme.muted : number == current ? theme.accent : theme.text
    frame.put(sign, x: place.x + 1, y: place.y, style: style)
    let shape = instruction.writes.first.map { snapshot.program[$0].shape.description } ?? ""
    let shapeWidth = frame.widths.columns(of: shape)
    let title = SlotText.title(instruction, snapshot.program)
    let room = place.width - 4
    frame.put(title, in: Rect(x: place.x + 3, y: place.y, width: room, height: 1), style: style)
    if frame.widths.columns(of: title) + shapeWidth + 1 < room {
      frame.put(
        shape, in: Rect(x: place.x + 3, y: place.y, width: room, height: 1), alignment: .right, style: theme.muted)
    }
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot else { return false }
    let last = snapshot.program.instructions.count - 1
    var memory = state[id]
    if memory.follows { memory.choice = max(snapshot.moment.position - 1, 0) }
    memory.follows = false
    switch movement {
    case .up: memory.choice = max(memory.choice - 1, 0)
    case .down: memory.choice = min(memory.choice + 1, last)
    case .pageUp: memory.choice = max(memory.choice - 10, 0)
    case .pageDown: memory.choice = min(memory.choice + 10, last)
    case .home: memory.choice = 0
    case .end: memory.choice = last
    case .left, .right: return false
    }
    state[id] = memory
    return true
  }

  /// Runs to the chosen instruction, either way.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot, !state[id].follows else { return false }
    effects += TimeCommands.go(
      &state,
      to: Moment(
        stage: snapshot.moment.stage, iteration: snapshot.moment.iteration, position: state[id].choice + 1))
    state[id].follows = true
    return true
  }
}
