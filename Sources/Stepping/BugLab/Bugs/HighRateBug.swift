public import Autodiff
public import NeuralNet

/// The step is a hundred times as long as the learning rate says.
public enum HighRateBug: UpdateBug {
  public static let name = "high-rate"
  public static let title = BilingualText("the learning rate is far too high", zh: "学习率高得离谱")
  public static let meaning = BilingualText(
    "Every update overshoots: the loss jumps about or grows without bound, though each gradient is right.",
    zh: "每次更新都冲过头：损失乱跳或无限增大，尽管每个梯度都是对的。")

  /// A rate of which a hundred times is no mistake worth looking for would be a small one.
  static let factor: Float = 100

  public static func fits(_ site: BugSite) -> Bool { site.configuration.learningRate > 0 }

  public static func changing(_ optimizer: any Optimizer) -> any Optimizer { scalingSteps(of: optimizer, by: factor) }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    look.goToEnd(ofIteration: 0)
    guard let (parameter, cell) = look.steepestCell() else { return BilingualText("", zh: "") }
    let (before, after) = (look.number(parameter.previous[0], cell), look.number(parameter.slot, cell))
    let rate = Double(timeline.machine.learningRateInForce)
    let name = look.name(parameter.slot, cell)
    let used = timeline.machine.expansion(of: CellAddress(parameter.slot, cell: cell))?.terms.last?.factors.first
    let usedRate = used.map { look.text($0.value.magnitude) } ?? "?"
    return BilingualText(
      "The learning rate is said to be \(look.text(rate)); the update of \(name) multiplies by \(usedRate) and moves it from \(look.text(before)) to \(look.text(after)).",
      zh:
        "学习率写的是 \(look.text(rate))；\(name) 的更新乘的是 \(usedRate)，把它从 \(look.text(before)) 移到 \(look.text(after))。"
    )
  }
}
