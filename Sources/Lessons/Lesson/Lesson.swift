public import Autodiff
public import NeuralNet

/// A lesson whose every name and number has been checked, as far as that goes without its data;
/// ``tried(with:)`` runs it as well.
public struct Lesson: Sendable {
  /// What the command line calls it: `backprop`.
  public let id: String
  public let order: LessonOrder
  public let title: BilingualText
  /// The question that the lesson answers.
  public let question: BilingualText
  /// The whole text, Markdown.
  public let text: BilingualText
  public let plan: LessonPlan
  /// What the learner may turn; nil for all there is.
  public let knobNames: [String]?
  /// Panels to show first, by name; empty for the usual ones.
  public let panels: [String]
  public let tour: [TourStop]
  public let predictions: [Prediction]
  public let goal: Goal?
  /// Conditions at which training stops by itself.
  public let stopConditions: [StopCondition]
  public let breakIt: BreakIt?
  /// Claims put to the test.
  public let experiments: [Experiment]
  /// Where everything is written, for errors that only running brings to light.
  public let places: LessonPlaces

  /// The panels that a lesson may name.
  public static let panelNames = [
    "program", "stage", "why", "curves", "knobs", "network", "lesson", "data", "log", "gallery",
    "image", "word", "forecast",
  ]

  /// The knobs of this lesson that a plan has a use for.
  public func knobs(for plan: LessonPlan) -> [Knob] {
    let available = KnobCatalog.knobs(for: plan)
    guard let knobNames else { return available }
    return knobNames.compactMap { name in available.first { $0.name == name } }
  }

  /// The plan with everything set that breaks it.
  public func brokenPlan() throws(SettingError) -> LessonPlan {
    var broken = plan
    for setting in breakIt?.settings ?? [] {
      broken = try KnobCatalog.setting(setting.knob, to: setting.value, in: broken)
    }
    return broken
  }
}
