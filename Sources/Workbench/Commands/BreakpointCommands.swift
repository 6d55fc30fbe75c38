import Autodiff
import Screen
import Stepping

/// Where the run stops by itself.
enum BreakpointCommands {
  static let all: [Command] = [
    Command(
      "breakpoint", [.character("b")], .time,
      BilingualText("Breakpoint at this instruction, on or off", zh: "在此指令处设置或取消断点"), when: Command.Availability.running
    ) { toggle(&$0) },
    Command(
      "breakpoints", [.character("B")], .time,
      BilingualText("Breakpoints and conditions: list, add, on and off", zh: "断点与条件：列表、添加、开关"),
      when: Command.Availability.running
    ) {
      $0.overlay = .breakpoints(choice: 0)
      return []
    },
  ]

  /// The instruction under the program panel's cursor, else the one that has just run, at the start the first.
  private static func instruction(_ state: WorkbenchState) -> Int? {
    guard let snapshot = state.snapshot else { return nil }
    let memory = state[.program]
    let index = state.focus == .program && !memory.follows ? memory.choice : max(snapshot.moment.position - 1, 0)
    return snapshot.program.instructions.indices.contains(index) ? index : nil
  }

  private static func toggle(_ state: inout WorkbenchState) -> [Effect] {
    guard let program = state.snapshot?.program, let index = instruction(state),
      let value = Self.value(of: program.instructions[index], program)
    else { return [] }
    let there = state.breakpoints.all.filter { state.condition(of: $0)?.place == index + 1 }
    for breakpoint in there { state.breakpoints.remove(id: breakpoint.id) }
    if there.isEmpty { state.breakpoints.add(BreakpointSet.place(value)) }
    let text =
      there.isEmpty
      ? BilingualText("Breakpoint after \(value); c and C run to it.", zh: "断点设在 \(value) 之后；c 和 C 运行到那里。")
      : BilingualText("No breakpoint after \(value) any more.", zh: "\(value) 之后不再有断点。")
    state.notice = Notice(.hint, state.text(text))
    return [.trainer(.breakpoints(state.breakpoints))]
  }

  /// A value that only this instruction writes.
  private static func value(of instruction: Instruction, _ program: Program) -> String? {
    instruction.writes.first { if case .previous = program[$0].role { false } else { true } }.map { program[$0].name }
  }
}

extension WorkbenchState {
  /// A breakpoint's condition; nil when it does not fit the network.
  func condition(of breakpoint: Breakpoint) -> Condition? {
    session?.conditionScope.flatMap { try? Condition(breakpoint.condition, in: $0) }
  }
}
