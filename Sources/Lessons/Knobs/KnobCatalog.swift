public import NeuralNet

/// Every knob, in the order in which the panel shows them and a learner meets them. The command line's
/// `--set name=value` and lesson files take the same names.
public enum KnobCatalog {
  /// The knobs that do not depend on how many layers there are.
  public static let all: [Knob] =
    TrainingKnobs.all + ScheduleKnobs.all + ClippingKnobs.all + ModelKnobs.all + NetworkKnob.all
    + ConvolutionKnobs.all + RecurrenceKnobs.all + AttentionKnobs.all + NormalizationKnob.all
    + RegularizationKnobs.all + DataKnobs.all + SeriesKnobs.all + TextKnobs.all

  /// Every knob for a plan: where it has several hidden layers, with one for each.
  public static func knobs(for plan: LessonPlan) -> [Knob] {
    all.flatMap { knob -> [Knob] in
      switch knob.name {
      case "units": [knob] + LayerKnobs.units(in: plan)
      case "activation": [knob] + LayerKnobs.activations(in: plan)
      case "kernels": [knob] + ConvolutionKnobs.kernelsByLayer(in: plan)
      default: [knob]
      }
    }.filter { $0.isAvailable(in: plan) }
  }

  /// The knob of a name; it may be one that the plan has no use for.
  public static func knob(named name: String, in plan: LessonPlan) throws(SettingError) -> Knob {
    let perLayer =
      LayerKnobs.units(in: plan) + LayerKnobs.activations(in: plan) + ConvolutionKnobs.kernelsByLayer(in: plan)
    if let knob = (all + perLayer).first(where: { $0.name == name }) { return knob }
    throw SettingError("knob", unknown: name, known: all.map(\.name) + perLayer.map(\.name))
  }

  /// A plan with one knob set: `--set name=value`.
  public static func setting(_ name: String, to text: String, in plan: LessonPlan) throws(SettingError) -> LessonPlan {
    try knob(named: name, in: plan).setting(text, in: plan)
  }
}
