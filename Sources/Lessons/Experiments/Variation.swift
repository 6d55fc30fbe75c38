import NeuralNet
import Stepping
import TensorMath

/// One training of an experiment: what is set differently from the lesson, as knobs (`batch-size`) or as the
/// first number of all cells of a parameter (`memory.recurrent_weight`).
public struct Variation: Hashable, Sendable {
  public let settings: [KnobSetting]

  public init(_ settings: [KnobSetting]) { self.settings = settings }

  public subscript(name: String) -> String? { settings.first { $0.knob == name }?.value }

  /// Whether a setting is the first number of a parameter: those have a point in their names, knobs have none.
  static func isParameter(_ name: String) -> Bool { name.contains(".") }

  /// The lesson's plan with the knobs set; parameters wait until their shapes are known.
  func plan(from plan: LessonPlan, seed: UInt64) throws(SettingError) -> LessonPlan {
    var changed = plan
    // Not through the knob: a lesson's prescribed first weights stay, and the seed decides on the rest.
    changed.configuration.seed = seed
    for setting in settings where !Self.isParameter(setting.knob) {
      changed = try KnobCatalog.setting(setting.knob, to: setting.value, in: changed)
    }
    return changed
  }

  /// A setup with the first numbers of parameters as this variation wants them.
  func applied(to setup: TrainingSetup) throws(SetupError) -> TrainingSetup {
    let wanted = settings.filter { Self.isParameter($0.knob) }
    if wanted.isEmpty { return setup }
    let plans: [ParameterPlan]
    do throws(ModelError) { plans = try setup.compiler.parameterPlans() } catch { throw .model(error) }
    var configuration = setup.configuration
    for setting in wanted {
      guard let plan = plans.first(where: { $0.name == setting.knob }) else {
        throw .setting(SettingError("parameter", unknown: setting.knob, known: plans.map(\.name)))
      }
      guard let number = Float(setting.value), number.isFinite else {
        throw .setting(SettingError(setting.knob, found: quoted(setting.value), needed: "a number"))
      }
      configuration.initialValues[setting.knob] = [Float](repeating: number, count: plan.shape.count)
    }
    return try TrainingSetup(configuration, data: setup.data)
  }

  /// Every combination of the values of some settings, the last one changing fastest.
  static func grid(_ axes: [(name: String, values: [String])]) -> [Variation] {
    axes.reduce([Variation([])]) { made, axis in
      made.flatMap { variation in
        axis.values.map { Variation(variation.settings + [KnobSetting(axis.name, to: $0)]) }
      }
    }
  }
}
