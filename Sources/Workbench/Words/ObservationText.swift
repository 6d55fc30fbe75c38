public import Autodiff
public import Screen
public import Stepping

/// What was observed, in words.
public enum ObservationText {
  /// A sentence without its moment: `the loss over the training samples is 1.9, …`.
  public static func sentence(
    _ observation: Observation, _ program: Program, glyphs: ScreenCapabilities.Glyphs = .unicode
  ) -> BilingualText {
    let format = NumberFormat(glyphs: glyphs)
    let (value, reference) = (format.text(observation.value), observation.reference.map { format.text($0) } ?? "")
    let (count, total) = (whole(observation.value), whole(observation.reference ?? 0))
    let name = SlotText.name(observation.address, program)
    let tensor = SlotText.name(observation.address.slot, program)
    let step = timeStep(observation, program)
    switch observation.kind {
    case .notFinite: return BilingualText("\(name) became \(value)", zh: "\(name) 变成 \(value)")
    case .divergence:
      // Another structure begins with weights that have been trained.
      let start =
        observation.moment.stage == 0
        ? BilingualText("before any training", zh: "训练之前") : BilingualText("when this network began", zh: "这个网络开始时")
      return BilingualText(
        "the training loss diverges: \(value), and \(reference) \(start.english)",
        zh: "训练损失在发散：\(value)，\(start.chinese)是 \(reference)")
    case .plateau:
      return BilingualText(
        "the training loss has not fallen for ten epochs: \(reference) at best, now \(value)",
        zh: "训练损失十轮没有下降：最低 \(reference)，现在 \(value)")
    case .deadUnits:
      return BilingualText(
        "\(tensor): \(count) of \(total) ReLU units dead, 0 for every training sample; no gradient reaches their weights",
        zh: "\(tensor)：\(total) 个 ReLU 单元中有 \(count) 个死亡，对所有训练样本都输出 0；它们的权重得不到梯度")
    case .saturatedUnits:
      return BilingualText(
        "\(tensor): \(count) of \(total) units saturated, at the end of their range for 95 % of the training samples",
        zh: "\(tensor)：\(total) 个单元中有 \(count) 个饱和，对 95% 的训练样本都处在值域的尽头")
    case .explodingGradient:
      return BilingualText(
        "the gradient explodes: norm \(value), usually \(reference); most of it in \(tensor)\(step.english)",
        zh: "梯度爆炸：范数 \(value)，平时是 \(reference)；主要在 \(tensor)\(step.chinese)")
    case .vanishingGradient:
      return BilingualText(
        "the gradient vanishes: norm \(value) at \(tensor)\(step.english), \(reference) at the network's output",
        zh: "梯度消失：在 \(tensor)\(step.chinese) 处范数 \(value)，在网络输出处 \(reference)")
    }
  }

  /// ` (time step 3)`, where the tensor belongs to one.
  private static func timeStep(_ observation: Observation, _ program: Program) -> BilingualText {
    guard let writer = program[observation.address.slot].writtenBy, let time = program.instructions[writer].timeStep
    else { return BilingualText("", zh: "") }
    return BilingualText(" (time step \(time))", zh: "（时间步 \(time)）")
  }

  /// Counts are whole numbers already; norms and losses may be larger than any, and no count is told of them.
  private static func whole(_ number: Float) -> Int { Int(exactly: number.rounded()) ?? 0 }
}
