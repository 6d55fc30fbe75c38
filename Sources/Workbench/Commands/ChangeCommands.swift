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
      "edit", [.character("e")], .change, BilingualText("Edit the weight under the cursor", zh: "修改光标处的权重"),
      when: { state in
        guard let snapshot = state.snapshot, let cursor = state.question else {
          return .disabled(BilingualText("There is no number under the cursor.", zh: "光标下没有数。"))
        }
        return snapshot.program[cursor.slot].role == .parameter
          ? .enabled
          : .disabled(
            BilingualText(
              "Only weights and biases can be edited; this number is computed.", zh: "只有权重和偏置可以修改；这个数是算出来的。"))
      }
    ) { state in
      if let cursor = state.question { state.overlay = .prompt(.edit(cursor), text: "") }
      return []
    },
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
    ) { Tour.next(&$0) },
    Command(
      "tour.back", [.character("G")], .change, BilingualText("To the previous stop of the tour", zh: "到导览的上一站"),
      when: Command.Availability.running
    ) { Tour.previous(&$0) },
    Command(
      "predict", [.character("Q")], .change,
      BilingualText("The lesson's next question: predict, then see", zh: "课程的下一个问题：先预测，再看结果"),
      footer: BilingualText("predict", zh: "预测"), when: Command.Availability.running
    ) { PredictionFlow.begin(&$0) },
  ]

  private static func restart(_ state: inout WorkbenchState, newSeed: Bool) -> [Effect] {
    guard let session = state.session else { return [] }
    var plan = session.plan
    if newSeed { plan.configuration.seed = plan.configuration.seed &+ 1 }
    state.pace = nil
    state.questions = []
    state.notice = Notice(
      .hint,
      state.text(
        BilingualText("Started over, seed \(plan.configuration.seed).", zh: "已重新开始，种子 \(plan.configuration.seed)。")))
    return [.open(session.lesson, plan)]
  }
}
