import Autodiff
import Lessons
import NeuralNet
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let stage = PanelID("stage")
}

/// The picture of the instruction at hand: the tensors it reads and writes, with the cells lit that go
/// into the number under the cursor, and what belongs to it besides: the activation's curve, the
/// update's arithmetic.
enum StagePanel: Panel {
  static let id = PanelID.stage
  static let title = BilingualText("stage", zh: "舞台")
  static let minimumSize = Size(width: 24, height: 6)

  static func note(_ state: WorkbenchState) -> String {
    guard let snapshot = state.snapshot, let instruction = snapshot.instruction else { return "" }
    let scope = instruction.scope.joined(separator: "/")
    let phase = state.text(instruction.phase.title)
    if case .load = instruction.kind { return phase }
    return [instruction.label.hasPrefix(scope) ? "" : scope, instruction.label, phase]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot, let instruction = snapshot.instruction else {
      drawWelcome(state, in: area, on: &frame, theme)
      return
    }
    let header = formulas(instruction, snapshot, state)
    frame.put(header, in: area.inset(left: 1), style: theme.accent)
    let sum = sumLine(snapshot, columns: area.width - 2)
    if area.height >= 6 {
      frame.put(sum, in: Rect(x: area.x + 1, y: area.bottom - 1, width: area.width - 1, height: 1), style: theme.text)
    }
    let body = area.inset(left: 1, top: 1, bottom: area.height >= 6 ? 1 : 0)
    let inset = StageInset(instruction, snapshot, state)
    let parts: (tensors: Rect, inset: Rect?)
    if let picture = StagePictureCatalog.picture(StageScene(instruction, snapshot, state)) {
      parts =
        picture.leavesRoom
        ? inset.split(body, wantedHeight: picture.wantedHeight(width: body.width), wantedWidth: body.width)
        : (body, nil)
      frame.clipped(to: parts.tensors) { picture.draw(in: parts.tensors, on: &$0, theme: theme) }
    } else {
      let tensors = TensorRow(StageSlots(snapshot), snapshot, state)
      parts = inset.split(
        body, wantedHeight: tensors.wantedHeight(width: body.width), wantedWidth: tensors.wantedWidth)
      tensors.draw(in: parts.tensors, on: &frame, theme: theme)
    }
    if let area = parts.inset { inset.draw(in: area, on: &frame, theme: theme) }
  }

  /// The operation's formulas for what it writes now.
  private static func formulas(_ instruction: Instruction, _ snapshot: Snapshot, _ state: WorkbenchState) -> String {
    switch instruction.kind {
    case .forward(let index): return snapshot.program.nodes[index].operation.formulas.forward
    case .backward(let index):
      let node = snapshot.program.nodes[index]
      return zip(node.operation.formulas.backward, node.inputs)
        .filter { !$0.0.isEmpty && snapshot.program.gradient(of: $0.1) != nil }.map(\.0).joined(separator: "    ")
    case .gather(let nodes, let input):
      let formulas = nodes.first.map { snapshot.program.nodes[$0].operation.formulas.backward } ?? []
      return formulas.indices.contains(input) ? formulas[input] : ""
    case .update: return (state.session?.setup.optimizer.formulas ?? []).joined(separator: "    ")
    case .follow: return RunningStatistic.formula
    case .load: return state.text(BilingualText("the samples of this batch", zh: "本批次的样本"))
    case .seed: return "∂loss/∂loss = 1"
    case .addContributions: return "∂x = Σᵤ ∂xᵤ"
    case .sumBroadcast: return "∂x = Σᵣ ∂xᵣ"
    }
  }

  /// The number under the cursor as a sum, in one line.
  private static func sumLine(_ snapshot: Snapshot, columns: Int) -> String {
    guard let explanation = snapshot.explanation else { return "" }
    let text = ExpansionText(program: snapshot.program, format: NumberFormat())
    let full = SlotText.name(explanation.address, snapshot.program)
    guard let value = explanation.value, let notYet = partial(explanation, snapshot) else { return "\(full) = ·" }
    let shownValue = notYet.isWhole ? Double(value) : notYet.sum
    let end = " = \(NumberFormat(significantDigits: 4).text(shownValue))\(notYet.isWhole ? "" : " …")"
    guard let expansion = explanation.expansion, !isConstant(expansion) else { return full + end }
    let shown = expansion.terms.prefix(notYet.terms)
    guard let first = shown.first else { return full + end }
    let fits = full.count + end.count + 3 + text.numbers(first).count + 10 <= columns
    let name = fits ? full : SlotText.shortName(explanation.address, snapshot.program)
    return "\(name) = \(text.line(shown, columns: columns - name.count - end.count - 3))\(end)"
  }

  /// How much of a number term-by-term stepping has shown; nil when nothing.
  private static func partial(
    _ explanation: Explanation, _ snapshot: Snapshot
  ) -> (terms: Int, sum: Double, isWhole: Bool)? {
    let count = explanation.expansion?.terms.count ?? 0
    if explanation.address == snapshot.progressAddress, let terms = snapshot.moment.progress?.terms, terms < count {
      return (terms, explanation.expansion?.terms.prefix(terms).reduce(0) { $0 + $1.value } ?? 0, false)
    }
    let isShown =
      explanation.address.cell < snapshot.shownCells(of: explanation.address.slot)
      || explanation.address == snapshot.progressAddress
    return isShown ? (count, 0, true) : nil
  }

  /// A number that is what it is, such as the derivative of the loss with respect to itself.
  private static func isConstant(_ expansion: Expansion) -> Bool {
    guard expansion.terms.count == 1, let factor = expansion.terms[0].factors.first, factor.form == "#" else {
      return false
    }
    return expansion.terms[0].factors.count == 1 && factor.operands.first?.address == nil
  }

  private static func drawWelcome(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    guard let lesson = state.session?.lesson else { return }
    let hints: [(String, BilingualText)] = [
      ("n", BilingualText("one operation forward; N goes back", zh: "前进一个操作；N 后退")),
      ("s", BilingualText("one term of a sum; S goes back", zh: "前进一个求和项；S 后退")),
      ("Enter", BilingualText("why is this number what it is?", zh: "这个数为什么是这样？")),
      ("Space", BilingualText("train live; again: pause", zh: "开始训练；再按暂停")),
      ("g", BilingualText("the guided tour, stop by stop", zh: "一站一站的导览")),
      ("?", BilingualText("all keys", zh: "所有按键")),
    ]
    var lines = [StyledText(state.text(lesson.question), theme.title), StyledText("")]
    if let snapshot = state.snapshot, snapshot.moment.stage > 0, let transplant = snapshot.transplant {
      let title = BilingualText("From here on, another structure", zh: "从这里起，结构不同")
      lines = [
        StyledText(state.text(title), theme.title), StyledText(state.text(TransplantText.sentence(transplant))),
        StyledText(""),
      ]
    }
    for (key, meaning) in hints {
      lines.append(
        StyledText(key + String(repeating: " ", count: max(7 - key.count, 1)), theme.key)
          + StyledText(state.text(meaning)))
    }
    Paragraph(lines).draw(in: area.inset(left: 1, top: 1, right: 1), on: &frame, theme: theme)
  }

  // MARK: The cursor

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot else { return false }
    let slots = StageSlots(snapshot).all
    guard let first = slots.first else { return false }
    let cursor = state.cursor ?? CellAddress(first, cell: 0)
    if let instruction = snapshot.instruction,
      let moved = StagePictureCatalog.picture(StageScene(instruction, snapshot, state))?.moved(movement)
    {
      state.questions = []
      state.cursor = moved
      return true
    }
    let shape = snapshot.program[cursor.slot].shape
    // In maps, up and down stay in a map, and pages turn the maps.
    let isMap = shape.rank == 4
    let (rows, columns) = (isMap ? shape.dimensions[2] : shape.rows, max(shape.columns, 1))
    let map = isMap ? cursor.cell / (rows * columns) : 0
    var (row, column) = (cursor.cell / columns - map * rows, cursor.cell % columns)
    state.questions = []
    switch movement {
    case .up: row = max(row - 1, 0)
    case .down: row = min(row + 1, rows - 1)
    case .pageUp where isMap, .pageDown where isMap:
      let other = map + (movement == .pageUp ? -1 : 1)
      // Through the maps of a sample; samples have keys of their own. Kernels follow one another.
      let channels = shape.dimensions[1]
      let isKernel = snapshot.program.belongsToParameter(cursor.slot)
      guard other >= 0, other < shape.dimensions[0] * channels, isKernel || other / channels == map / channels else {
        return true
      }
      state.cursor = CellAddress(cursor.slot, cell: (other * rows + row) * columns + column)
      return true
    case .pageUp: row = max(row - 10, 0)
    case .pageDown: row = min(row + 10, rows - 1)
    case .left where column > 0: column -= 1
    case .right where column < columns - 1: column += 1
    case .left, .right:
      visitNeighbor(&state, isBack: movement == .left, atTheEdge: true)
      return true
    }
    state.cursor = CellAddress(cursor.slot, cell: (map * rows + row) * columns + column)
    return true
  }

  /// Into the tensor drawn before or behind the cursor's: over the edge at the same height in tables, to the related
  /// cell where there are maps.
  static func visitNeighbor(_ state: inout WorkbenchState, isBack: Bool, atTheEdge: Bool = false) {
    guard let snapshot = state.snapshot else { return }
    let slots = StageSlots(snapshot).all
    guard let cursor = state.cursor else { return }
    guard let index = slots.firstIndex(of: cursor.slot) else {
      // From another time step back to what the instruction reads and writes.
      if let slot = isBack ? slots.last : slots.first { state.cursor = CellAddress(slot, cell: 0) }
      return
    }
    let next = index + (isBack ? -1 : 1)
    guard slots.indices.contains(next) else { return }
    let (shape, other) = (snapshot.program[cursor.slot].shape, snapshot.program[slots[next]].shape)
    guard atTheEdge, shape.rank != 4, other.rank != 4 else {
      let isFromKernel = snapshot.program.belongsToParameter(cursor.slot)
      let chosen = isFromKernel ? state.mapChoice.cell(in: slots[next], snapshot) : nil
      state.cursor = CellAddress(
        slots[next], cell: chosen ?? snapshot.program.relatedCell(of: cursor, in: slots[next]))
      return
    }
    let row = min(cursor.cell / max(shape.columns, 1), max(other.rows - 1, 0))
    state.cursor = CellAddress(slots[next], cell: row * other.columns + (isBack ? max(other.columns - 1, 0) : 0))
  }

  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let cursor = state.cursor else { return false }
    state.questions = [cursor]
    state.focus = .why
    state[.why] = PanelMemory()
    return true
  }
}
