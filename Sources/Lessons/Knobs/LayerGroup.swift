import Autodiff
import NeuralNet
import Stepping

/// The layers of some types in a plan, of which a knob turns all at once.
struct LayerGroup: Sendable {
  let types: [String]

  init(_ types: String...) { self.types = types }

  /// Where they stand among the plan's layers.
  func places(_ plan: LessonPlan) -> [Int] {
    let layers = plan.configuration.model.layers
    return layers.indices.filter { types.contains(layers[$0].type) }
  }

  func isEmpty(_ plan: LessonPlan) -> Bool { places(plan).isEmpty }

  /// A knob for one setting of every layer.
  ///
  /// - Parameters:
  ///   - key: what the layer calls the setting.
  ///   - usual: its value where a layer says nothing.
  ///   - isKnown: which of the layers have it.
  func knob(
    _ name: String, _ title: BilingualText, symbol: String = "", key: String, default usual: String, kind: Knob.Kind,
    isKnown: @escaping @Sendable (LayerDescription) -> Bool = { _ in true },
    checked: @escaping @Sendable (String) throws(SettingError) -> String
  ) -> Knob {
    Knob(
      name: name, title: title, symbol: symbol, kind: kind, effect: .structure,
      availability: { plan in places(plan).contains { isKnown(plan.configuration.model.layers[$0]) } },
      read: { plan in
        let layers = places(plan).map { plan.configuration.model.layers[$0] }
        return layers.first(where: isKnown)?.settings[key] ?? usual
      },
      write: { (text, plan) throws(SettingError) in
        let value = try checked(text)
        return try changing(plan) { layer in if isKnown(layer) { layer.settings[key] = value } }
      })
  }

  /// A knob for a setting that is one of some names.
  func choiceKnob(
    _ name: String, _ title: BilingualText, key: String, default usual: String, of choices: [String],
    isKnown: @escaping @Sendable (LayerDescription) -> Bool = { _ in true }
  ) -> Knob {
    knob(name, title, key: key, default: usual, kind: .choice { _ in choices }, isKnown: isKnown) {
      (text) throws(SettingError) in
      guard choices.contains(text) else { throw SettingError(name, unknown: text, known: choices) }
      return text
    }
  }

  /// A knob for a setting that is a count.
  func countKnob(
    _ name: String, _ title: BilingualText, key: String, default usual: String, _ scale: CountScale,
    isKnown: @escaping @Sendable (LayerDescription) -> Bool = { _ in true }
  ) -> Knob {
    knob(name, title, key: key, default: usual, kind: .count(scale), isKnown: isKnown) {
      (text) throws(SettingError) in String(try scale.number(text, of: name))
    }
  }

  /// The plan with every one of the layers changed.
  func changing(_ plan: LessonPlan, _ change: (inout LayerDescription) -> Void) throws(SettingError) -> LessonPlan {
    var changed = plan
    for place in places(plan) {
      change(&changed.configuration.model.layers[place])
      _ = try LayerCatalog.layer(changed.configuration.model.layers[place])
    }
    // Prescribed first weights are for the shapes they were prescribed for.
    if changed != plan { changed.configuration.initialValues = [:] }
    return changed
  }
}
