import Autodiff
import Screen
import Stepping

/// Finds instructions by the names of what they read and write; the choice of the program panel goes
/// to the hit, and Enter there runs to it.
enum Search {
  static func begin(_ text: String, _ state: inout WorkbenchState) -> [Effect] {
    state.searched = text.lowercased()
    state.focus = .program
    return go(&state, by: 1, isNew: true)
  }

  /// What an instruction is found by: its label, and what it writes, as the screen calls it and as lessons do.
  private static func names(_ instruction: Instruction, _ program: Program) -> [String] {
    ([instruction.label] + instruction.writes.flatMap { [SlotText.name($0, program), program[$0].name] })
      .map { $0.lowercased() }
  }

  /// - Parameter isNew: whether another text is looked for than before.
  static func go(_ state: inout WorkbenchState, by step: Int, isNew: Bool = false) -> [Effect] {
    guard let program = state.snapshot?.program, !state.searched.isEmpty else {
      state.notice = Notice(.hint, state.text(BilingualText("/ begins a search.", zh: "/ 开始查找。")))
      return []
    }
    let hits = program.instructions.indices.filter { index in
      let instruction = program.instructions[index]
      return names(instruction, program).contains { $0.contains(state.searched) }
    }
    let memory = state[.program]
    let here = memory.follows ? (state.snapshot?.moment.position ?? 0) - 1 : memory.choice
    var next = step > 0 ? hits.first { $0 > here } ?? hits.first : hits.last { $0 < here } ?? hits.last
    // Who types a whole name means that value, not the gradients and the updates that have it in theirs.
    if isNew, let exact = hits.first(where: { names(program.instructions[$0], program).contains(state.searched) }) {
      next = exact
    }
    guard let next else {
      state.notice = Notice(
        .problem, state.text(BilingualText("Nothing is called \"\(state.searched)\".", zh: "没有叫“\(state.searched)”的值。"))
      )
      return []
    }
    // A hit in a folded time step is unfolded.
    state[.program].opened = ProgramOutline.folds(
      around: next, program, current: (state.snapshot?.moment.position ?? 0) - 1,
      opened: memory.follows ? [] : memory.opened)
    state[.program].follows = false
    state[.program].choice = next
    state.focus = .program
    let text = BilingualText(
      "\(hits.count) hits; . next, Enter runs to it.", zh: "\(hits.count) 处匹配；. 下一处，Enter 运行到该处。")
    state.notice = Notice(.hint, state.text(text))
    return []
  }
}
