import Autodiff
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let program = PanelID("program")
}

/// The program as a debugger's source window: every instruction of an iteration under its phase, what
/// is done, where we are, what is to come, told apart by sign. The time steps of a recurrent layer and the sublayers of
/// a block are folded around the one at hand (``ProgramOutline``).
enum ProgramPanel: Panel {
  static let id = PanelID.program
  static let title = BilingualText("program", zh: "程序")
  static let minimumSize = Size(width: 16, height: 4)

  static func note(_ state: WorkbenchState) -> String {
    state.snapshot.map { "\($0.moment.position)/\($0.program.instructions.count)" } ?? ""
  }

  /// What is shown: folded as the learner left it while the cursor is in use, else around the current instruction.
  private static func outline(_ state: WorkbenchState, _ snapshot: Snapshot) -> ProgramOutline {
    let memory = state[id]
    return ProgramOutline(
      snapshot.program, current: snapshot.moment.position - 1, opened: memory.follows ? [] : memory.opened)
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot, !area.isEmpty else { return }
    let outline = outline(state, snapshot)
    let marks = BreakpointMarks(state)
    let memory = state[id]
    let focus = memory.follows ? snapshot.moment.position - 1 : memory.choice
    let focusRow = outline.row(of: focus) ?? 0
    var scroll = Scroll(total: outline.rows.count, visible: area.height)
    // Some of what comes next stays in sight.
    scroll.reveal(min(focusRow + area.height / 3, max(outline.rows.count - 1, 0)))
    scroll.reveal(max(focusRow - 1, 0))
    frame.clipped(to: area) { frame in
      for (line, index) in scroll.range.enumerated() {
        let (place, row) = (area.row(line), outline.rows[index])
        draw(row, snapshot, state, in: place, on: &frame, theme)
        if let mark = mark(row, marks, theme) { frame.put(mark, x: place.x, y: place.y, style: theme.warning) }
        if row.isChoosable, row.range.contains(snapshot.moment.position - 1) {
          frame.restyle(place, with: theme.currentLine)
        }
        if !memory.follows, index == focusRow, state.focus == id {
          frame.restyle(place, with: theme.selection)
          frame.cursor = Point(x: place.x, y: place.y)
        }
      }
    }
    ScrollBar(scroll).draw(in: area, on: &frame, theme: theme)
  }

  /// The breakpoint of an instruction, or one that a folded line hides.
  private static func mark(_ row: ProgramOutline.Row, _ marks: BreakpointMarks, _ theme: Theme) -> Character? {
    guard row.isChoosable else { return nil }
    return row.range.lazy.compactMap { marks.sign(at: $0 + 1, theme) }.first
  }

  private static func draw(
    _ row: ProgramOutline.Row, _ snapshot: Snapshot, _ state: WorkbenchState, in place: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    let program = snapshot.program
    let current = snapshot.moment.position - 1
    let isCurrent = row.range.contains(current)
    let isDone = row.range.upperBound <= current
    let text = place.inset(left: 3 + 2 * row.indent, right: 1)
    let style = isDone ? theme.muted : isCurrent ? theme.accent : theme.text
    let title: String
    let note: String
    switch row.line {
    case .phase(let phase):
      frame.put(state.text(phase.title), in: place, style: theme.title)
      return
    case .instruction(let number):
      let instruction = program.instructions[number]
      title = SlotText.title(instruction, program, inStep: row.indent > 0)
      note =
        instruction.writes.first.map { slot in
          state.askedShape.map { program.valueSlot(of: slot) == $0 } == true ? "?" : program[slot].shape.description
        } ?? ""
    case .steps(let first, let last):
      title = "\(theme.signs.right) \(state.text(ScopeText.steps(first, last)))"
      note = count(row, state)
    case .step(let time, let isOpen):
      title = "\(isOpen ? theme.signs.down : theme.signs.right) \(state.text(ScopeText.step(time)))"
      note = count(row, state)
    case .gate(let name, let isOpen):
      title = "\(isOpen ? theme.signs.down : theme.signs.right) \(state.text(ScopeText.gate(name)))"
      note = ""
    case .block(let name, let isOpen):
      let words = row.indent == 0 ? name : state.text(ScopeText.sublayer(name))
      title = "\(isOpen ? theme.signs.down : theme.signs.right) \(words)"
      note = isOpen ? "" : count(row, state)
    }
    // An open line has its arrow further down.
    let sign: Character = isDone ? theme.signs.done : isCurrent && row.isChoosable ? theme.signs.current : " "
    frame.put(sign, x: place.x + 1, y: place.y, style: style)
    frame.put(title, in: text, style: style)
    if frame.widths.columns(of: title) + frame.widths.columns(of: note) + 1 < text.width {
      frame.put(note, in: text, alignment: .right, style: theme.muted)
    }
  }

  private static func count(_ row: ProgramOutline.Row, _ state: WorkbenchState) -> String {
    let count = row.range.count
    return state.text(BilingualText(count == 1 ? "1 operation" : "\(count) operations", zh: "\(count) 个操作"))
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot else { return false }
    var memory = state[id]
    if memory.follows {
      memory.choice = max(snapshot.moment.position - 1, 0)
      memory.opened = []
    }
    memory.follows = false
    state[id] = memory
    let outline = outline(state, snapshot)
    let choosable = outline.rows.indices.filter { outline.rows[$0].isChoosable }
    let row = outline.row(of: memory.choice)
    let place = row.flatMap { choosable.firstIndex(of: $0) } ?? 0
    func choose(_ place: Int) {
      guard !choosable.isEmpty else { return }
      // To the end of what is folded: that is where Enter runs to.
      memory.choice = outline.rows[choosable[min(max(place, 0), choosable.count - 1)]].range.upperBound - 1
    }
    switch movement {
    case .up: choose(place - 1)
    case .down: choose(place + 1)
    case .pageUp: choose(place - 10)
    case .pageDown: choose(place + 10)
    case .right:
      guard let row, let fold = outline.rows[row].fold else { break }
      memory.opened.insert(fold)
      memory.choice = outline.rows[row].range.lowerBound
    case .left:
      // The innermost of what was opened around the line.
      let around = outline.rows.filter { $0.range.contains(memory.choice) }.compactMap(\.fold)
      if let fold = around.last(where: { memory.opened.contains($0) }) {
        memory.opened.remove(fold)
      } else {
        memory.opened = memory.opened.filter { $0.level != .steps }
      }
    }
    state[id] = memory
    return true
  }

  /// Runs to the chosen instruction, either way.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot, !state[id].follows else { return false }
    // To the end of what is folded into the line.
    let outline = outline(state, snapshot)
    let end = outline.row(of: state[id].choice).map { outline.rows[$0].range.upperBound } ?? state[id].choice + 1
    effects += TimeCommands.go(
      &state, to: Moment(stage: snapshot.moment.stage, iteration: snapshot.moment.iteration, position: end))
    state[id].follows = true
    return true
  }
}
