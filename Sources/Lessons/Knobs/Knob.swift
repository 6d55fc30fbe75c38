public import Autodiff
public import NeuralNet
public import Stepping

/// One thing about a run that a learner can turn: read from a plan, written into a plan, or nudged up
/// and down with the arrow keys. The list is ``KnobCatalog``.
///
///     let faster = try knob.setting("0.3", in: plan)
///     let slightlyFaster = knob.nudged(.up, in: plan)
public struct Knob: Sendable {
  /// What lessons and the command line call it: `learning-rate`.
  public let name: String
  public let title: BilingualText
  /// η; empty when there is no usual one.
  public let symbol: String
  public let kind: Kind
  public let effect: Effect

  let availability: @Sendable (LessonPlan) -> Bool
  let read: @Sendable (LessonPlan) -> String
  let write: @Sendable (String, LessonPlan) throws(SettingError) -> LessonPlan

  public enum Kind: Sendable {
    case number(NumberScale)
    case count(CountScale)
    /// One of some names, which may depend on the plan.
    case choice(@Sendable (LessonPlan) -> [String])
    /// `on` or `off`
    case toggle
  }

  public enum Effect: Hashable, Sendable {
    /// The run goes on with the new value.
    case live
    /// The run goes on with another structure: other layers, data, batches, rules. Weights that fit are kept.
    case structure
  }

  public enum Direction: Hashable, Sendable, CaseIterable { case up, down }

  /// Whether the plan has this at all: SGD has no momentum, measured data no noise.
  public func isAvailable(in plan: LessonPlan) -> Bool { availability(plan) }

  /// The value as text; `setting` takes the same text.
  public func value(in plan: LessonPlan) -> String { read(plan) }

  /// The plan with another value.
  public func setting(_ text: String, in plan: LessonPlan) throws(SettingError) -> LessonPlan {
    guard isAvailable(in: plan) else {
      throw SettingError(
        name, found: quoted(text), needed: "a plan that has \(name), which this one has not",
        zh: "有 \(name) 的网络和数据，而这里没有")
    }
    return try write(text.trimmed, plan)
  }

  /// The plan one notch up or down; unchanged at the end of the range.
  public func nudged(_ direction: Direction, in plan: LessonPlan) -> LessonPlan {
    let now = value(in: plan)
    let next: String? =
      switch kind {
      case .number(let scale): Double(now).map { scale.nudged($0, direction).short }
      case .count(let scale): scale.nudged(now, direction)
      case .choice(let choices): Self.neighbor(of: now, in: choices(plan), direction)
      case .toggle: direction == .up ? "on" : "off"
      }
    guard let next, next != now, let nudged = try? setting(next, in: plan) else { return plan }
    return nudged
  }

  /// The texts that can be chosen, where they are a list.
  public func choices(in plan: LessonPlan) -> [String]? {
    switch kind {
    case .choice(let choices): choices(plan)
    case .toggle: ["off", "on"]
    case .number, .count: nil
    }
  }

  /// What a running network is told when this knob has been turned, for ``Effect/live`` ones.
  public func change(in plan: LessonPlan) -> Intervention.Change? {
    guard effect == .live else { return nil }
    if name == "learning-rate" { return .learningRate(plan.configuration.learningRate) }
    return .optimizerConstants(plan.configuration.optimizer)
  }

  private static func neighbor(of now: String, in choices: [String], _ direction: Direction) -> String? {
    guard let index = choices.firstIndex(of: now) else { return choices.first }
    let next = index + (direction == .up ? 1 : -1)
    return choices.indices.contains(next) ? choices[next] : nil
  }
}
