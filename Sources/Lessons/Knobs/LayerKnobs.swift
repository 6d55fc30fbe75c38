import Autodiff
import NeuralNet
import Stepping

/// Knobs of hidden layers: of all together (`units`), or of one (`units-1`, the first hidden layer).
enum LayerKnobs {
  /// One knob for each hidden layer, where there are several.
  static func units(in plan: LessonPlan) -> [Knob] {
    numbers(in: plan).map { number in
      units(
        name: "units-\(number)", title: BilingualText("Units of layer \(number)", zh: "第 \(number) 层神经元数"),
        layer: number - 1)
    }
  }

  static func activations(in plan: LessonPlan) -> [Knob] {
    numbers(in: plan).map { number in
      activation(
        name: "activation-\(number)", title: BilingualText("Activation of layer \(number)", zh: "第 \(number) 层激活函数"),
        layer: number - 1)
    }
  }

  private static func numbers(in plan: LessonPlan) -> [Int] {
    let count = plan.configuration.model.hiddenLayers.count
    return count > 1 ? Array(1...count) : []
  }

  private static let unitScale = CountScale(1...1024, .step(1))

  /// - Parameter layer: which hidden layer; nil for all.
  static func units(name: String, title: BilingualText, layer: Int? = nil) -> Knob {
    Knob(
      name: name, title: title, symbol: "", kind: .count(unitScale), effect: .structure,
      availability: { !indices(layer, in: $0).isEmpty }, read: { setting("units", layer, in: $0) },
      write: { (text, plan) throws(SettingError) in
        try changing("units", layer, to: String(try unitScale.number(text, of: name)), in: plan)
      })
  }

  /// Where there is no hidden layer, the activation of all layers is that of the last.
  static func activation(name: String, title: BilingualText, layer: Int? = nil) -> Knob {
    Knob(
      name: name, title: title, symbol: "f", kind: .choice { _ in ActivationCatalog.names }, effect: .structure,
      availability: { !indices(layer, in: $0, ofActivation: true).isEmpty },
      read: { setting("activation", layer, in: $0, ofActivation: true) },
      write: { (text, plan) throws(SettingError) in
        _ = try ActivationCatalog.operation(named: text)
        return try changing("activation", layer, to: text, in: plan, ofActivation: true)
      })
  }

  /// The threshold of the activations that have one.
  static let threshold = Knob(
    name: "threshold", title: BilingualText("Threshold of the activation", zh: "激活阈值"), symbol: "θ",
    kind: .number(thresholdScale), effect: .structure,
    availability: { plan in
      let name = setting("activation", nil, in: plan, ofActivation: true)
      return ActivationCatalog.all.contains { $0.name == name && $0.hasThreshold }
    },
    read: { setting("threshold", nil, in: $0, ofActivation: true) },
    write: { (text, plan) throws(SettingError) in
      let number = try thresholdScale.number(text, of: "threshold")
      return try changing("threshold", nil, to: number.short, in: plan, ofActivation: true)
    })

  private static let thresholdScale = NumberScale(ActivationCatalog.thresholdRange, .step(0.05))

  /// Which layers of the model are meant: a hidden one, or all of them.
  ///
  /// Hidden layers are dense ones here. An activation is looked for with convolutions too, and where a normalization
  /// of the layer's sums has it.
  private static func indices(
    _ layer: Int?, in plan: LessonPlan, ofActivation isActivation: Bool = false
  ) -> [Int] {
    let layers = plan.configuration.model.layers
    func places(_ hidden: [Int]) -> [Int] { isActivation ? hidden.map { layers.activationPlace(of: $0) } : hidden }
    let hidden = layers.indices.dropLast().filter { layers[$0].hasUnits }
    if let layer { return hidden.indices.contains(layer) ? places([hidden[layer]]) : [] }
    guard isActivation else { return hidden }
    let all = layers.indices.dropLast().filter { layers[$0].hasUnits || layers[$0].type == Convolution2D.name }
    return places(all.isEmpty ? layers.indices.filter { layers[$0].hasUnits } : all)
  }

  /// The setting of the first of the layers meant.
  private static func setting(
    _ key: String, _ layer: Int?, in plan: LessonPlan, ofActivation isActivation: Bool = false
  ) -> String {
    guard let index = indices(layer, in: plan, ofActivation: isActivation).first else { return "" }
    let description = plan.configuration.model.layers[index]
    let known = LayerCatalog.all.first { $0.name == description.type }?.settings.first { $0.name == key }
    return description.settings[key] ?? known?.defaultValue ?? ""
  }

  private static func changing(
    _ key: String, _ layer: Int?, to text: String, in plan: LessonPlan, ofActivation isActivation: Bool = false
  ) throws(SettingError) -> LessonPlan {
    var changed = plan
    for index in indices(layer, in: plan, ofActivation: isActivation) {
      changed.configuration.model.layers[index].settings[key] = text
      // A layer may have limits of its own.
      _ = try LayerCatalog.layer(changed.configuration.model.layers[index])
    }
    // Prescribed first weights are for the shapes they were prescribed for.
    if key == "units", changed != plan { changed.configuration.initialValues = [:] }
    return changed
  }
}
