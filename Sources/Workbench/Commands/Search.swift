import Autodiff
import Screen
import Stepping

/// Finds instructions by the names of what they read and write; the choice of the program panel goes
/// to the hit, and Enter there runs to it.
enum Search {
  static func begin(_ text: String, _ state: inout WorkbenchState) -> [Effect] {
    state.searched = text.lowercased()
    state.focus = .program
    return go(&state, by: 1)
  }

  static func go(_ state: inout WorkbenchState, by step: Int) -> [Effect] {
    guard let program = state.snapshot?.program, !state.searched.isEmpty else {
      state.notice = Notice(.hint, state.text(BilingualText("/ begins a search.", zh: "/ 开始查找。")))
      return []
    }
    let hits = program.instructions.indices.filter { index in
      let instruction = program.instructions[index]
      let names = [instruction.label] + instruction.writes.map { SlotText.name($0, program) }
      return names.contains { $0.lowercased().contains(state.searched) }
    }
    let memory = state[.program]
    let here = memory.follows ? (state.snapshot?.moment.position ?? 0) - 1 : memory.choice
    let next = step > 0 ? hits.first { $0 > here } ?? hits.first : hits.last { $0 < here } ?? hits.last
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
