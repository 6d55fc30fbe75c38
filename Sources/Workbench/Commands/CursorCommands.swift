import Autodiff
import Screen
import Stepping
import TensorMath

/// Asking about numbers.
enum CursorCommands {
  static let all: [Command] = [
    Command(
      "why", [.enter], .cursor,
      BilingualText("Why this number? Again: into the chosen operand", zh: "为什么是这个数？再按：进入所选的操作数"),
      footer: BilingualText("why", zh: "为什么")
    ) { state in
      var effects: [Effect] = []
      if !PanelCatalog.panel(state.focus).activate(&state, &effects) {
        state.notice = Notice(.hint, state.text(BilingualText("Nothing to open here.", zh: "这里没有可打开的。")))
      }
      return effects
    },
    Command(
      "out", [.escape], .cursor, BilingualText("One level out (never quits)", zh: "退出一层（不会退出程序）"),
      footer: BilingualText("out", zh: "返回")
    ) { state in
      if state.view.crosshair != nil {
        state.view.crosshair = nil
      } else if !state.questions.isEmpty {
        state.questions.removeLast()
        if state.questions.isEmpty, state.focus == .why { state.focus = .stage }
      } else if state.isZoomed {
        state.isZoomed = false
      } else if GalleryPanel.isBehindFocus(state) {
        state.focus = .gallery
      } else if state.focus != .stage {
        state.focus = .stage
      }
      return []
    },
    Command(
      "up.users", [.character("u")], .cursor, BilingualText("To what uses this value", zh: "到使用这个值的地方"),
      when: Command.Availability.running
    ) { state in
      guard let snapshot = state.snapshot, let here = state.question, let users = snapshot.explanation?.users,
        let user = users.first
      else {
        state.notice = Notice(.hint, state.text(BilingualText("Nothing uses this value.", zh: "没有地方使用这个值。")))
        return []
      }
      // Its gradient reads it again where it is used.
      let values = users.filter { snapshot.program[$0].role == .value }
      if values.count > 1 {
        let names = values.map { SlotText.name($0, snapshot.program) }.joined(separator: ", ")
        state.notice = Notice(
          .hint,
          state.text(BilingualText("Used in \(values.count) places: \(names).", zh: "有 \(values.count) 处使用：\(names)。")))
      }
      state.questions.append(CellAddress(user, cell: snapshot.program.relatedCell(of: here, in: user)))
      return []
    },
    Command(
      "down.sources", [.character("d")], .cursor, BilingualText("To what this value came from", zh: "到这个值的来源"),
      when: Command.Availability.running
    ) { state in
      guard let first = WhyPanel.firstOperand(state.snapshot?.explanation) else {
        state.notice = Notice(
          .hint, state.text(BilingualText("Nothing computed this value; it was given.", zh: "这个值不是算出来的，而是给定的。")))
        return []
      }
      state.questions.append(first)
      state[.why].choice = 0
      return []
    },
    Command(
      "cursor.next-sample", [.shiftRight], .cursor,
      BilingualText("The next sample, at the same place", zh: "下一个样本的同一位置"),
      when: Command.Availability.running
    ) { SampleCursor.move(&$0, by: 1) },
    Command(
      "cursor.previous-sample", [.shiftLeft], .cursor,
      BilingualText("The sample before, at the same place", zh: "上一个样本的同一位置"), when: Command.Availability.running
    ) { SampleCursor.move(&$0, by: -1) },
    Command(
      "cursor.next-tensor", [.character("]")], .cursor, BilingualText("The next tensor on the stage", zh: "舞台上的下一个张量"),
      in: .stage, when: Command.Availability.running
    ) {
      StagePanel.visitNeighbor(&$0, isBack: false)
      return []
    },
    Command(
      "cursor.previous-tensor", [.character("[")], .cursor,
      BilingualText("The tensor before on the stage", zh: "舞台上的上一个张量"), in: .stage, when: Command.Availability.running
    ) {
      StagePanel.visitNeighbor(&$0, isBack: true)
      return []
    },
    Command(
      "search", [.character("/")], .cursor, BilingualText("Search a value in the program", zh: "在程序中查找一个值"),
      when: Command.Availability.running
    ) {
      $0.overlay = .prompt(.search, text: "")
      return []
    },
    Command("search.next", [.character(".")], .cursor, BilingualText("Next hit of the search", zh: "下一个匹配")) {
      Search.go(&$0, by: 1)
    },
    Command("search.previous", [.character(",")], .cursor, BilingualText("Previous hit of the search", zh: "上一个匹配")) {
      Search.go(&$0, by: -1)
    },
  ]
}

extension Program {
  /// The cell of another tensor that lies nearest to a cell: the same place where the shapes agree,
  /// else the same row or column.
  func relatedCell(of address: CellAddress, in slot: SlotID) -> Int {
    let (from, to) = (self[address.slot].shape, self[slot].shape)
    if from == to { return address.cell }
    if let cell = relatedTokenCell(of: address, in: slot) { return cell }
    if from.rank == 4 || to.rank == 4 { return relatedMapCell(of: address, in: slot) }
    guard to.count > 0, from.columns > 0 else { return 0 }
    if from.rank > 1, to.rank > 1, from.rows == to.rows { return address.cell / from.columns * to.columns }
    if from.columns == to.columns { return address.cell % from.columns }
    return 0
  }
}
