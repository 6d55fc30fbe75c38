import Autodiff
import NeuralNet
import Stepping

/// Knobs of the network: loss, penalties, hidden layers as a whole.
enum ModelKnobs {
  static let all = [loss, l1, l2, hiddenLayers, units, activation, threshold, initialization]

  static let loss = Knob(
    name: "loss", title: BilingualText("Loss", zh: "损失函数"), symbol: "L", kind: .choice(losses), effect: .structure,
    availability: { _ in true }, read: { $0.configuration.model.loss },
    write: { (text, plan) throws(SettingError) in
      let choices = losses(plan)
      guard choices.contains(text) else {
        _ = try LossCatalog.loss(named: text)
        throw SettingError(
          "loss", found: quoted(text), needed: "one that fits the last layer: \(choices.joined(separator: ", "))",
          zh: "与最后一层相配的：\(choices.joined(separator: "、"))")
      }
      var changed = plan
      let old = plan.configuration.model.loss
      changed.configuration.model.loss = text
      // Cross-entropy for two classes takes logits, squared error takes probabilities: the last
      // layer's sigmoid goes and comes with it.
      let last = plan.configuration.model.layers.last?.settings["activation"]
      if text == "binary-cross-entropy", last == "sigmoid" {
        changed.configuration.setOutput(activation: "linear")
      } else if old == "binary-cross-entropy", text != old, last == nil || last == "linear" {
        changed.configuration.setOutput(activation: "sigmoid")
      }
      return changed
    })

  /// One output goes with three losses, several with one.
  private static func losses(_ plan: LessonPlan) -> [String] {
    plan.configuration.model.layers.last?.settings["units"] == "1"
      ? ["squared-error", "absolute-error", "binary-cross-entropy"] : ["softmax-cross-entropy"]
  }

  static let l1 = penalty("l1", BilingualText("L1 penalty", zh: "L1 正则"), \.l1)
  static let l2 = penalty("l2", BilingualText("L2 penalty", zh: "L2 正则"), \.l2)

  private static func penalty(
    _ name: String, _ title: BilingualText, _ path: any WritableKeyPath<ModelDescription, Float> & Sendable
  ) -> Knob {
    let scale = NumberScale(0...10, .ratio(smallest: 1e-5))
    return Knob(
      name: name, title: title, symbol: "λ", kind: .number(scale), effect: .structure, availability: { _ in true },
      read: { $0.configuration.model[keyPath: path].short },
      write: { (text, plan) throws(SettingError) in
        var changed = plan
        changed.configuration.model[keyPath: path] = Float(try scale.number(text, of: name))
        return changed
      })
  }

  static let hiddenLayerScale = CountScale(0...6, .step(1))

  static let hiddenLayers = Knob(
    name: "hidden-layers", title: BilingualText("Hidden layers", zh: "隐藏层数"), symbol: "",
    kind: .count(hiddenLayerScale), effect: .structure, availability: { !$0.configuration.model.layers.isEmpty },
    read: { String($0.configuration.model.hiddenLayers.count) },
    write: { (text, plan) throws(SettingError) in
      let count = try hiddenLayerScale.number(text, of: "hidden-layers")
      var changed = plan
      var kept = layers(upToHidden: count, in: plan)
      while kept.count(where: \.hasUnits) < count { kept.append(newLayer(after: kept, in: plan)) }
      changed.configuration.replaceHiddenLayers(with: kept)
      return changed
    })

  /// The first hidden layers, each with what follows it, such as dropout.
  private static func layers(upToHidden count: Int, in plan: LessonPlan) -> [LayerDescription] {
    var hidden = 0
    return Array(
      plan.configuration.model.layers.dropLast().prefix { layer in
        if layer.hasUnits { hidden += 1 }
        return hidden <= count
      })
  }

  /// Like the hidden layer before it, normalization apart; the first one has 4 tanh units, behind convolutions 32 with
  /// ReLU.
  private static func newLayer(after kept: [LayerDescription], in plan: LessonPlan) -> LayerDescription {
    let taken = Set(kept.map(\.name) + [plan.configuration.model.layers.last?.name ?? ""])
    var number = kept.count(where: \.hasUnits) + 1
    while taken.contains("hidden\(number)") { number += 1 }
    let isImage = kept.contains { $0.type == Convolution2D.name }
    let first = LayerDescription.dense(
      "", units: isImage ? 32 : 4, activation: isImage ? "relu" : "tanh", initialization: isImage ? "he" : "xavier")
    var layer = first
    if let last = kept.lastIndex(where: \.hasUnits) {
      layer = kept[last]
      layer.settings["activation"] = kept[kept.activationPlace(of: last)].settings["activation"]
      layer.settings["bias"] = nil
    }
    layer.name = "hidden\(number)"
    return layer
  }

  static let units = LayerKnobs.units(name: "units", title: BilingualText("Units per hidden layer", zh: "每层神经元数"))

  static let activation = LayerKnobs.activation(name: "activation", title: BilingualText("Activation", zh: "激活函数"))

  static let threshold = LayerKnobs.threshold

  static let initialization = Knob(
    name: "initialization", title: BilingualText("First weights", zh: "权重初始化"), symbol: "",
    kind: .choice { _ in InitializerCatalog.names }, effect: .structure, availability: { _ in true },
    read: { plan in
      plan.configuration.model.layers.first { $0.knows("initialization") }?.settings["initialization"] ?? "xavier"
    },
    write: { (text, plan) throws(SettingError) in
      _ = try InitializerCatalog.initializer(named: text)
      var changed = plan
      for (index, layer) in plan.configuration.model.layers.enumerated() where layer.knows("initialization") {
        changed.configuration.model.layers[index].settings["initialization"] = text
      }
      changed.configuration.initialValues = [:]
      return changed
    })
}

extension ModelDescription {
  /// All layers with units but the last, which gives the predictions.
  var hiddenLayers: [LayerDescription] { layers.dropLast().filter(\.hasUnits) }
}

extension LayerDescription {
  /// Whether layers of this type have a setting.
  func knows(_ setting: String) -> Bool {
    LayerCatalog.all.first { $0.name == type }?.settings.contains { $0.name == setting } == true
  }

  /// Dense layers do, dropout does not; the units of a recurrent layer are its state's, with knobs of their own.
  var hasUnits: Bool { knows("units") && !knows("truncation") }
}

extension TrainingConfiguration {
  /// Puts other hidden layers in. First weights that a lesson prescribes are for its own shapes, and go.
  mutating func replaceHiddenLayers(with hidden: [LayerDescription]) {
    let layers = hidden + model.layers.suffix(1)
    if layers != model.layers { initialValues = [:] }
    model.layers = layers
  }
}
