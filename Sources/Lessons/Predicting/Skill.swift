public import Autodiff
public import Stepping

/// What a question practices. Answers are counted for each.
public enum Skill: String, Hashable, Sendable, CaseIterable {
  case forward
  case loss
  case chainRule = "chain-rule"
  case update
  case optimizer
  case shape
  case data
  case ideas

  public var title: BilingualText {
    switch self {
    case .forward: BilingualText("forward pass", zh: "前向传播")
    case .loss: BilingualText("loss", zh: "损失")
    case .chainRule: BilingualText("chain rule", zh: "链式法则")
    case .update: BilingualText("update", zh: "更新")
    case .optimizer: BilingualText("optimizer", zh: "优化器")
    case .shape: BilingualText("shapes", zh: "形状")
    case .data: BilingualText("data", zh: "数据")
    case .ideas: BilingualText("ideas", zh: "概念")
    }
  }

  /// What a question practices when its lesson does not say: found from what it asks for.
  public static func usual(for question: Prediction.Question) -> Skill {
    switch question {
    case .shape: .shape
    case .choice: .ideas
    case .direction(let cell, _), .value(let cell, _), .sign(let cell): usual(forValue: cell.value)
    }
  }

  private static func usual(forValue name: String) -> Skill {
    if name.contains(".gradient") || name == GradientClipping.normName { return .chainRule }
    if name.hasPrefix("loss") || name.hasPrefix("penalty") || name == "probabilities" { return .loss }
    return ["weight", "bias", "kernel"].contains { name.hasSuffix($0) } ? .update : .forward
  }

  /// What finding a bug practices.
  public static func usual(for bug: any PlantedBug.Type) -> Skill {
    switch bug.name {
    case MissingTransposeBug.name, MissingMeanBug.name, MissingSlopeBug.name: .chainRule
    case UncorrectedAdamBug.name: .optimizer
    case KeptGradientsBug.name, WrongSignBug.name, HighRateBug.name: .update
    case UnshuffledBug.name, LeakedTestDataBug.name: .data
    default: .ideas
    }
  }

  /// What a number of a network practices.
  public static func usual(for slot: Slot, in program: Program) -> Skill {
    switch slot.role {
    case .input, .random: .data
    case .parameter, .runningStatistic, .previous: .update
    case .optimizerState: .optimizer
    case .gradient, .clippedGradient, .contribution: .chainRule
    case .value:
      slot.writtenBy.map { program.instructions[$0].phase } == .loss ? .loss : .forward
    }
  }
}
