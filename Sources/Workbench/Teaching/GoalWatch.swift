import Autodiff
import Lessons
import Stepping

/// Notices when the lesson's goal is reached.
enum GoalWatch {
  static func check(_ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, session.goalReachedAfter == nil, let goal = session.lesson.goal,
      let snapshot = state.snapshot, case .reached(let iteration) = goal.state(in: snapshot)
    else { return [] }
    // While the run goes on, pictures of it are taken whenever there is time; its own evaluations come at the same
    // iterations in every run.
    if state.pace != nil, case .metric = goal.measure,
      !snapshot.evaluations.points.contains(where: { $0.completedIterations == iteration })
    {
      return []
    }
    state.session?.goalReachedAfter = iteration
    let wish = describe(goal)
    // A lesson's own words may be a sentence with its full stop.
    let text = BilingualText(
      "Goal reached within \(iteration) iterations: \(wish.english.hasSuffix(".") ? wish.english : wish.english + ".")",
      zh: "\(iteration) 次迭代之内达到目标：\(wish.chinese.hasSuffix("。") ? wish.chinese : wish.chinese + "。")")
    state.notice = Notice(.good, state.text(text))
    return state.note(.goal(iteration: iteration))
  }

  /// The goal in words.
  static func describe(_ goal: Goal) -> BilingualText {
    if let text = goal.text { return text }
    let bound = "\(goal.bound)"
    let isAtMost = goal.comparison == .atMost
    let measure: BilingualText =
      switch goal.measure {
      case .metric(.trainLoss): BilingualText("training loss", zh: "训练损失")
      case .metric(.testLoss): BilingualText("test loss", zh: "测试损失")
      case .metric(.trainAccuracy): BilingualText("training accuracy", zh: "训练准确率")
      case .metric(.testAccuracy): BilingualText("test accuracy", zh: "测试准确率")
      case .metric(.rSquared): BilingualText("R²", zh: "R²")
      case .value(let cell): BilingualText("\(cell)", zh: "\(cell)")
      }
    return BilingualText(
      "\(measure.english) \(isAtMost ? "at most" : "at least") \(bound)",
      zh: "\(measure.chinese)\(isAtMost ? "不高于" : "不低于") \(bound)")
  }
}
