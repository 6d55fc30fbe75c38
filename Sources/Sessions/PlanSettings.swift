public import Autodiff
import Datasets
public import Lessons
public import NeuralNet
import Stepping

/// What makes one plan out of a lesson's: `hidden-layers=2`, `seed=8`, `sample[17,0]=0.5`. Knobs by their
/// names where they say it all, in the order in which they are to be set. What knobs cannot say, because
/// it depends on the way that led there, has settings of its own, with a dot before them.
///
/// - `.layers`: every layer with its settings: `hidden1:dense:units=4:activation=tanh,…`
/// - `.constants`, `.schedule-constants`: the numbers of optimizer and schedule that were given
/// - `.run-seed`: the seed alone, first weights that the lesson prescribes staying as they are
/// - `.dropout`, `.label-smoothing`: where the network has no use for them now
/// - `.initial-values`: `lesson` or `none`
/// - `.data-count`, `.data-noise`, `.data-classes`, `.data-preparation`, `.data-features`, `.data-image-size`,
///   `.data-target-filter`, `.data-shift`, `.data-lag`, `.data-window`, `.data-horizon`, `.data-values`, `.data-gaps`:
///   `none` or the choice
/// - `.fits-output`: whether the last layer follows the data
/// - `.bug`: the mistake that the bug lab has planted
/// - `.label`, `.date`: the column of an own table that is to be predicted, and that of a series' dates
public enum PlanSettings {
  /// The settings that lead from a lesson's plan to another; nil when none do.
  public static func settings(from lesson: LessonPlan, to plan: LessonPlan) -> [String]? {
    let knobs = knobSettings(from: lesson, to: plan)
    if knobs.plan == plan { return knobs.settings }
    var (settings, reached) = knobs
    for fix in fixes where fix.read(reached) != fix.read(plan) {
      let setting = "\(fix.name)=\(fix.read(plan))"
      guard let next = try? applied([setting], to: reached, lesson: lesson) else { continue }
      settings.append(setting)
      reached = next
    }
    for edit in plan.sampleEdits where !reached.sampleEdits.contains(edit) {
      let setting = sampleSetting(edit)
      guard let next = try? applied([setting], to: reached, lesson: lesson) else { return nil }
      settings.append(setting)
      reached = next
    }
    return reached == plan ? settings : nil
  }

  /// A lesson's plan with settings made, in their order.
  public static func plan(_ settings: [String], of lesson: LessonPlan) throws(SettingError) -> LessonPlan {
    try applied(settings, to: lesson, lesson: lesson)
  }

  /// What led from one plan to another in words: `hidden layers 2`, `seed 8`; of several settings the last.
  public static func label(from old: LessonPlan, to new: LessonPlan) -> BilingualText {
    if let edit = new.sampleEdits.last, edit != old.sampleEdits.last {
      switch edit.place {
      case .feature(let index):
        return BilingualText(
          "sample \(edit.sample), feature \(index) = \(edit.value)", zh: "样本 \(edit.sample)，特征 \(index) = \(edit.value)"
        )
      case .target:
        return BilingualText(
          "target of sample \(edit.sample) = \(edit.value)", zh: "样本 \(edit.sample) 的目标 = \(edit.value)")
      }
    }
    let turned = KnobCatalog.knobs(for: new).filter { knob in
      !knob.isAvailable(in: old) || knob.value(in: old) != knob.value(in: new)
    }
    // Live knobs have been turned before, each in a change of its own.
    guard let turned = turned.first(where: { $0.effect == .structure && $0.name != "seed" }) else {
      return BilingualText("seed \(new.configuration.seed)", zh: "种子 \(new.configuration.seed)")
    }
    let value = turned.value(in: new)
    return BilingualText("\(turned.title.english) \(value)", zh: "\(turned.title.chinese) \(value)")
  }

  // MARK: Knobs

  /// Knobs that change what other knobs mean come first: the data, then how many layers there are.
  private static let firstKnobs = ["data", "convolution-layers", "hidden-layers", "optimizer", "schedule"]

  private static func knobSettings(
    from lesson: LessonPlan, to plan: LessonPlan
  ) -> (settings: [String], plan: LessonPlan) {
    var settings: [String] = []
    var reached = lesson
    let names = KnobCatalog.knobs(for: plan).map(\.name)
    // All layers together first: a knob of one layer says what is different there.
    for name in firstKnobs.filter(names.contains) + names.filter({ !firstKnobs.contains($0) }) {
      guard let wanted = try? KnobCatalog.knob(named: name, in: plan).value(in: plan),
        let knob = try? KnobCatalog.knob(named: name, in: reached),
        !knob.isAvailable(in: reached) || knob.value(in: reached) != wanted,
        let next = try? knob.setting(wanted, in: reached)
      else { continue }
      settings.append("\(name)=\(wanted)")
      reached = next
    }
    return (settings, reached)
  }

  // MARK: What knobs cannot say

  private struct Fix {
    let name: String
    let read: @Sendable (LessonPlan) -> String
    /// Puts a text in; false when it does not fit.
    let write: @Sendable (String, inout LessonPlan, LessonPlan) -> Bool
  }

  private static let fixes: [Fix] = [
    Fix(name: ".label") {
      text($0.ownFile?.settings.label)
    } write: { text, plan, _ in
      guard plan.ownFile != nil else { return text == "none" }
      guard let label = column(text) else { return false }
      plan.ownFile?.settings.label = label
      return true
    },
    Fix(name: ".date") {
      text($0.ownFile?.date)
    } write: { text, plan, _ in
      plan.ownFile?.date = column(text)
      return text == "none" || plan.ownFile?.date != nil
    },
    Fix(name: ".fits-output") {
      $0.fitsOutputToData ? "on" : "off"
    } write: { text, plan, _ in
      plan.fitsOutputToData = text == "on"
      return text == "on" || text == "off"
    },
    Fix(name: ".data-count") {
      $0.data.count.map { "\($0)" } ?? "none"
    } write: { text, plan, _ in
      plan.data.count = Int(text)
      return text == "none" || plan.data.count != nil
    },
    Fix(name: ".data-noise") {
      $0.data.noise.map { "\($0)" } ?? "none"
    } write: { text, plan, _ in
      plan.data.noise = Float(text)
      return text == "none" || plan.data.noise?.isFinite == true
    },
    Fix(name: ".data-features") {
      $0.data.features.map { LogWords.line($0) } ?? "none"
    } write: { text, plan, _ in
      plan.data.features = text == "none" ? nil : LogWords.words(text)
      return text == "none" || plan.data.features != nil
    },
    Fix(name: ".data-classes") {
      $0.data.classes.map { LogWords.line($0) } ?? "none"
    } write: { text, plan, _ in
      plan.data.classes = text == "none" ? nil : LogWords.words(text)
      return text == "none" || plan.data.classes != nil
    },
    Fix(name: ".data-preparation") {
      $0.data.preparation.map { "\($0)" } ?? "none"
    } write: { text, plan, lesson in
      if text == "none" { plan.data.preparation = nil }
      if text == lesson.data.preparation.map({ "\($0)" }) { plan.data.preparation = lesson.data.preparation }
      return (plan.data.preparation.map { "\($0)" } ?? "none") == text
    },
    Fix(name: ".data-image-size") {
      $0.data.imageSize.map { "\($0)" } ?? "none"
    } write: { text, plan, _ in
      plan.data.imageSize = Int(text)
      return text == "none" || plan.data.imageSize != nil
    },
    Fix(name: ".data-target-filter") {
      $0.data.targetFilter ?? "none"
    } write: { text, plan, _ in
      plan.data.targetFilter = text == "none" ? nil : text
      return true
    },
    Fix(name: ".data-shift") {
      $0.data.shift.map { "\($0)" } ?? "none"
    } write: { text, plan, _ in
      plan.data.shift = Int(text)
      return text == "none" || plan.data.shift != nil
    },
    Fix(name: ".data-lag") {
      $0.data.lag.map { "\($0)" } ?? "none"
    } write: { text, plan, _ in
      plan.data.lag = Int(text)
      return text == "none" || plan.data.lag != nil
    },
    optional(".data-window", \.series.window), optional(".data-horizon", \.series.horizon),
    optional(".data-values", \.series.values), optional(".data-gaps", \.series.gaps),
    optional(".data-context", \.texts.context), optional(".data-vocabulary", \.texts.vocabulary),
    optional(".data-unit", \.texts.unit),
    Fix(name: ".layers") {
      $0.configuration.model.layers.map(text).joined(separator: ",")
    } write: { text, plan, _ in
      let layers = text.split(separator: ",").map { layer(String($0)) }
      plan.configuration.model.layers = layers.compactMap(\.self)
      return !layers.isEmpty && !layers.contains(nil)
    },
    Fix(name: ".constants") {
      text($0.configuration.optimizer.constants)
    } write: { text, plan, _ in
      guard let constants = numbers(text) else { return false }
      plan.configuration.optimizer = OptimizerDescription(plan.configuration.optimizer.name, constants: constants)
      return true
    },
    Fix(name: ".schedule-constants") {
      text($0.configuration.schedule.constants)
    } write: { text, plan, _ in
      guard let constants = numbers(text) else { return false }
      plan.configuration.schedule.constants = constants
      return true
    },
    Fix(name: ".run-seed") {
      "\($0.configuration.seed)"
    } write: { text, plan, _ in
      guard let seed = UInt64(text) else { return false }
      plan.configuration.seed = seed
      return true
    },
    Fix(name: ".bug") {
      $0.configuration.plantedBug ?? "none"
    } write: { text, plan, _ in
      plan.configuration.plantedBug = text == "none" ? nil : text
      return true
    },
    // Turned while the network had a use for it, and kept while it has none.
    number(".dropout", \.dropout), number(".label-smoothing", \.labelSmoothing),
    // First weights are prescribed by a lesson, or by a filter that the first kernels begin as.
    Fix(name: ".initial-values") { plan in
      if plan.configuration.initialValues.isEmpty { return "none" }
      let kernel = try? KnobCatalog.knob(named: "kernel", in: plan)
      guard let kernel, kernel.isAvailable(in: plan), plan.configuration.initialValues.count == 1,
        kernel.value(in: plan) != "random"
      else { return "lesson" }
      return "kernel:\(kernel.value(in: plan))"
    } write: { text, plan, lesson in
      plan.configuration.initialValues = text == "lesson" ? lesson.configuration.initialValues : [:]
      guard text.hasPrefix("kernel:") else { return text == "lesson" || text == "none" }
      guard let filtered = try? KnobCatalog.setting("kernel", to: String(text.dropFirst(7)), in: plan) else {
        return false
      }
      plan = filtered
      return true
    },
  ]

  private static func number(_ name: String, _ path: any WritableKeyPath<ModelDescription, Float> & Sendable) -> Fix {
    Fix(name: name) {
      "\($0.configuration.model[keyPath: path])"
    } write: { text, plan, _ in
      guard let number = Float(text), (0..<1).contains(number) else { return false }
      plan.configuration.model[keyPath: path] = number
      return true
    }
  }

  /// A choice about a series or about texts.
  private static func optional<Value: LosslessStringConvertible & Sendable>(
    _ name: String, _ path: any WritableKeyPath<DataSelection, Value?> & Sendable
  ) -> Fix {
    Fix(name: name) {
      $0.data[keyPath: path].map { "\($0)" } ?? "none"
    } write: { text, plan, _ in
      plan.data[keyPath: path] = Value(text)
      return text == "none" || plan.data[keyPath: path] != nil
    }
  }

  private static func text(_ column: ColumnReference?) -> String {
    switch column {
    case .named(let name): "name:\(name)"
    case .numbered(let number): "number:\(number)"
    case .last: "last"
    case nil: "none"
    }
  }

  private static func column(_ text: String) -> ColumnReference? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("name", 2): return .named(parts[1])
    case ("number", 2): return Int(parts[1]).map(ColumnReference.numbered)
    case ("last", 1): return .last
    default: return nil
    }
  }

  private static func text(_ layer: LayerDescription) -> String {
    ([layer.name, layer.type] + layer.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
      .joined(separator: ":")
  }

  private static func layer(_ text: String) -> LayerDescription? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2 else { return nil }
    var settings: [String: String] = [:]
    for part in parts.dropFirst(2) {
      guard let (name, value) = EventText.pair(part) else { return nil }
      settings[name] = value
    }
    return LayerDescription(type: parts[1], name: parts[0], settings: settings)
  }

  private static func text(_ constants: [String: Double]) -> String {
    constants.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
  }

  private static func numbers(_ text: String) -> [String: Double]? {
    var numbers: [String: Double] = [:]
    for part in text.split(separator: ",") {
      let pair = part.split(separator: ":")
      guard pair.count == 2, let value = Double(pair[1]), value.isFinite else { return nil }
      numbers[String(pair[0])] = value
    }
    return numbers
  }

  // MARK: Samples

  private static func sampleSetting(_ edit: SampleEdit) -> String {
    switch edit.place {
    case .feature(let index): "sample[\(edit.sample),\(index)]=\(edit.value)"
    case .target: "target[\(edit.sample)]=\(edit.value)"
    }
  }

  /// Nil when the name is no sample's.
  private static func sampleEdit(_ name: String, _ text: String) -> SampleEdit? {
    guard let bracket = name.firstIndex(of: "["), name.hasSuffix("]"), let value = Float(text), value.isFinite else {
      return nil
    }
    let indices = name[name.index(after: bracket)...].dropLast().split(separator: ",").map { Int($0) }
    switch (name[..<bracket], indices.count) {
    case ("sample", 2):
      guard let sample = indices[0], let feature = indices[1] else { return nil }
      return SampleEdit(sample: sample, .feature(feature), value: value)
    case ("target", 1): return indices[0].map { SampleEdit(sample: $0, .target, value: value) }
    default: return nil
    }
  }

  // MARK: Making

  private static func applied(
    _ settings: [String], to plan: LessonPlan, lesson: LessonPlan
  ) throws(SettingError) -> LessonPlan {
    var plan = plan
    for setting in settings {
      guard let (name, text) = EventText.pair(setting) else {
        throw SettingError("set", found: "\"\(setting)\"", needed: "name=value")
      }
      if let edit = sampleEdit(name, text) {
        plan = plan.editing(edit)
      } else if name.hasPrefix(".") {
        guard let fix = fixes.first(where: { $0.name == name }) else {
          throw SettingError("set", unknown: name, known: fixes.map(\.name))
        }
        guard fix.write(text, &plan, lesson) else {
          throw SettingError(name, found: "\"\(text)\"", needed: "what docs/SESSIONS.md says of it")
        }
      } else {
        plan = try KnobCatalog.setting(name, to: text, in: plan)
      }
    }
    return plan
  }
}
