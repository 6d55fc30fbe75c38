import Autodiff
import Lessons
import Screen
import Stepping

/// Knobs, weights, starting over, the lesson's questions.
enum ChangeCommands {
  static let all: [Command] = [
    Command(
      "knobs", [.character("p")], .change,
      BilingualText("Knobs: arrows choose and turn (◂ ▸), Enter types a value", zh: "旋钮：上下选择，左右转动，Enter 输入"),
      footer: BilingualText("knobs", zh: "旋钮")
    ) {
      $0.focus = .knobs
      return []
    },
    Command(
      "edit", [.character("e")], .change,
      BilingualText("Edit the weight, input or label under the cursor", zh: "修改光标处的权重、输入或标签"),
      when: { state in
        guard let snapshot = state.snapshot, let cursor = state.question else {
          return .disabled(BilingualText("There is no number under the cursor.", zh: "光标下没有数。"))
        }
        return Editing.canEdit(cursor, snapshot)
          ? .enabled
          : .disabled(
            BilingualText(
              "Weights, biases, inputs and labels can be edited; this number is computed.",
              zh: "可以修改权重、偏置、输入和标签；这个数是算出来的。"))
      }
    ) { state in
      if let cursor = state.question { state.overlay = .prompt(.edit(cursor), text: "") }
      return []
    },
    Command(
      "undo", [.character("z")], .change, BilingualText("Undo the last change", zh: "撤销上一次改动"),
      when: { undoable($0, \.undoLabel, BilingualText("Nothing has been changed yet.", zh: "还没有改动过什么。")) }
    ) { undo(&$0, .undo, \.undoLabel, BilingualText("Undone", zh: "已撤销")) },
    Command(
      "redo", [.character("Z")], .change, BilingualText("Redo what was undone", zh: "重做被撤销的改动"),
      when: { undoable($0, \.redoLabel, BilingualText("Nothing has been undone.", zh: "没有被撤销的改动。")) }
    ) { undo(&$0, .redo, \.redoLabel, BilingualText("Redone", zh: "已重做")) },
    Command(
      "restart", [.character("r")], .change,
      BilingualText("Start over with the same seed: the same bits", zh: "用同一种子重新开始：每一位都相同"),
      when: Command.Availability.running
    ) { restart(&$0, newSeed: false) },
    Command(
      "restart.new-seed", [.character("R")], .change, BilingualText("Start over with a new seed", zh: "换一个种子重新开始"),
      when: Command.Availability.running
    ) { restart(&$0, newSeed: true) },
    Command(
      "tour", [.character("g")], .change, BilingualText("To the next stop of the lesson's tour", zh: "到课程导览的下一站"),
      footer: BilingualText("tour", zh: "导览"), when: Command.Availability.running
    ) { RunSwitching.inOwnRun("tour", &$0, Tour.next) },
    Command(
      "tour.back", [.character("G")], .change, BilingualText("To the previous stop of the tour", zh: "到导览的上一站"),
      when: Command.Availability.running
    ) { RunSwitching.inOwnRun("tour.back", &$0, Tour.previous) },
    Command(
      "predict", [.character("Q")], .change,
      BilingualText("The lesson's next question: predict, then see", zh: "课程的下一个问题：先预测，再看结果"),
      footer: BilingualText("predict", zh: "预测"), when: Command.Availability.running
    ) { RunSwitching.inOwnRun("predict", &$0, PredictionFlow.begin) },
    ExperimentFlow.command,
  ]

  private static func undoable(
    _ state: WorkbenchState, _ label: (Snapshot) -> BilingualText?, _ otherwise: BilingualText
  ) -> Command.Availability {
    if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
    return state.snapshot.flatMap(label) == nil ? .disabled(otherwise) : .enabled
  }

  private static func undo(
    _ state: inout WorkbenchState, _ command: TrainerCommand, _ label: (Snapshot) -> BilingualText?,
    _ done: BilingualText
  ) -> [Effect] {
    guard let what = state.snapshot.flatMap(label) else { return [] }
    state.pace = nil
    state.questions = []
    state.awaitedChange = nil
    state.notice = Notice(
      .hint, state.text(BilingualText("\(done.english): \(what.english).", zh: "\(done.chinese)：\(what.chinese)。")))
    return [.trainer(command)]
  }

  private static func restart(_ state: inout WorkbenchState, newSeed: Bool) -> [Effect] {
    guard let session = state.session else { return [] }
    var plan = session.plan
    if newSeed { plan.configuration.seed = plan.configuration.seed &+ 1 }
    state.pace = nil
    state.questions = []
    let seed = plan.configuration.seed
    let said = BilingualText(
      "Started over, seed \(seed); z brings the old run back.", zh: "已重新开始，种子 \(seed)；按 z 回到原来的训练。")
    state.notice = Notice(.hint, state.text(said))
    return [.open(session.lesson, plan, .restart(BilingualText("seed \(seed)", zh: "种子 \(seed)")))]
  }
}
