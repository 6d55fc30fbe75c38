import Autodiff
import Screen

/// Questions that the program makes itself.
enum TeachingCommands {
  static let all: [Command] = [
    Command(
      "practice", [.character("P")], .change,
      BilingualText("Predict the next number: it stays hidden until you answer", zh: "预测下一个数：回答之前不显示"),
      when: Command.Availability.running
    ) { PracticeFlow.begin(&$0) },
    Command(
      "bug-lab", [.character("X")], .change,
      BilingualText("Bug lab: plant a hidden mistake; again: name it", zh: "找错实验室：埋一个错误；再按：指认它"),
      when: Command.Availability.running
    ) { BugLabFlow.begin(&$0) },
  ]
}
