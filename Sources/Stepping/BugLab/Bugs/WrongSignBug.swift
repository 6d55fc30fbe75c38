public import Autodiff
public import NeuralNet

/// The update adds what it should subtract: the loss is climbed instead of descended.
public enum WrongSignBug: UpdateBug {
  public static let name = "wrong-sign"
  public static let title = BilingualText("the update has the wrong sign", zh: "更新的符号反了")
  public static let meaning = BilingualText(
    "Every step goes along the gradient instead of against it: the loss grows, and faster as it grows.",
    zh: "每一步都顺着梯度而不是逆着走：损失变大，而且越来越快。")

  public static func fits(_ site: BugSite) -> Bool { true }

  public static func changing(_ optimizer: any Optimizer) -> any Optimizer { scalingSteps(of: optimizer, by: -1) }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    look.goToEnd(ofIteration: 0)
    guard let (parameter, cell) = look.steepestCell() else { return BilingualText("", zh: "") }
    let (before, after) = (look.number(parameter.previous[0], cell), look.number(parameter.slot, cell))
    let gradient = look.number(parameter.updateGradient, cell)
    let (name, sign) = (look.name(parameter.slot, cell), gradient > 0)
    return BilingualText(
      "The gradient of \(name) is \(look.text(gradient)), so its first step should go \(sign ? "down" : "up"). It goes from \(look.text(before)) to \(look.text(after)): \(after > before ? "up" : "down").",
      zh:
        "\(name) 的梯度是 \(look.text(gradient))，第一步应当变\(sign ? "小" : "大")。它从 \(look.text(before)) 到 \(look.text(after))：变\(after > before ? "大" : "小")了。"
    )
  }
}
