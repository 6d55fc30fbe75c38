import Autodiff
import Screen
import Stepping

/// Out of what is around: the gate, then its time step, then the whole sequence; the sublayer, then its block.
enum BlockCommands {
  static let all: [Command] = [
    Command(
      "leave.block", [.character(")")], .time,
      BilingualText(
        "Out of the gate or sublayer, the time step, the layer", zh: "走出门或子层，再走出时间步，再走出层"),
      when: Command.Availability.running
    ) { state in
      guard let moment = state.snapshot?.moment,
        let position = state.snapshot?.program.positionOut(after: moment.position)
      else { return step(&state, .step(.layer)) }
      return TimeCommands.go(
        &state, to: Moment(stage: moment.stage, iteration: moment.iteration, position: position))
    },
    Command(
      "leave.block.back", [.character("(")], .time,
      BilingualText(
        "Back before the gate or sublayer, the time step, the layer", zh: "退到门或子层之前，再到时间步之前，再到层之前"),
      when: Command.Availability.running
    ) { state in
      guard let moment = state.snapshot?.moment,
        let position = state.snapshot?.program.positionOut(before: moment.position)
      else { return step(&state, .stepBack(.layer)) }
      return TimeCommands.go(
        &state, to: Moment(stage: moment.stage, iteration: moment.iteration, position: position))
    },
  ]

  /// Where no block is around, a layer is the next larger thing.
  private static func step(_ state: inout WorkbenchState, _ command: TrainerCommand) -> [Effect] {
    state.pace = nil
    state.questions = []
    return [.trainer(command)]
  }
}
