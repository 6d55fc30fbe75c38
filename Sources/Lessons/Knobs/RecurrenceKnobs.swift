import Autodiff
import NeuralNet
import Stepping

/// Knobs of recurrent networks. Those of a network with several recurrent layers turn all of them.
enum RecurrenceKnobs {
  static let all = [cell, layerCount, stateUnits, truncation, spectralRadius, forgetBias]

  static let group = LayerGroup(RecurrentLayer.name, LSTM.name, GRU.name)

  // MARK: The cell

  /// What a learner calls the cells: the plain one goes by its activation.
  private static let cells = ["tanh", "relu", "linear", "lstm", "gru"]

  static let cell = Knob(
    name: "cell", title: BilingualText("Recurrent cell", zh: "循环单元"), symbol: "",
    kind: .choice { _ in cells }, effect: .structure, availability: { !group.isEmpty($0) },
    read: { plan in
      guard let place = group.places(plan).first else { return "" }
      let layer = plan.configuration.model.layers[place]
      return layer.type == RecurrentLayer.name ? layer.settings["activation"] ?? "tanh" : layer.type
    },
    write: { (text, plan) throws(SettingError) in
      guard cells.contains(text) else { throw SettingError("cell", unknown: text, known: cells) }
      return try group.changing(plan) { layer in
        let isPlain = text != LSTM.name && text != GRU.name
        layer.type = isPlain ? RecurrentLayer.name : text
        layer.settings["activation"] = isPlain ? text : nil
        // What another kind of cell does not know is forgotten.
        if layer.type != LSTM.name { layer.settings["forget-bias"] = nil }
      }
    })

  // MARK: How many

  private static let layerScale = CountScale(1...4, .step(1))

  /// All but the last hand on every state.
  static let layerCount = Knob(
    name: "recurrent-layers", title: BilingualText("Recurrent layers", zh: "循环层数"), symbol: "",
    kind: .count(layerScale), effect: .structure, availability: { !group.isEmpty($0) },
    read: { String(group.places($0).count) },
    write: { (text, plan) throws(SettingError) in
      let wanted = try layerScale.number(text, of: "recurrent-layers")
      var changed = plan
      var layers = plan.configuration.model.layers
      var places = group.places(plan)
      guard let last = places.last else { return plan }
      let result = layers[last].settings["output"] ?? "last"
      while places.count > wanted { layers.remove(at: places.removeLast()) }
      while places.count < wanted, let place = places.last {
        var layer = layers[place]
        layer.name = freeName(after: layers)
        layers.insert(layer, at: place + 1)
        places.append(place + 1)
      }
      for place in places { layers[place].settings["output"] = place == places.last ? result : "all" }
      changed.configuration.model.layers = layers
      if changed != plan { changed.configuration.initialValues = [:] }
      return changed
    })

  private static func freeName(after layers: [LayerDescription]) -> String {
    var number = 2
    while layers.contains(where: { $0.name == "recurrent\(number)" }) { number += 1 }
    return "recurrent\(number)"
  }

  private static let unitScale = CountScale(1...256, .step(1))

  static let stateUnits = group.countKnob(
    "state-units", BilingualText("Units of the state", zh: "状态的神经元数"), key: "units", default: "", unitScale)

  // MARK: Through time

  private static let truncationScale = CountScale(0...400, .step(1))

  /// 0 lets gradients flow back to the first step.
  static let truncation = group.countKnob(
    "truncation", BilingualText("Truncation of backpropagation through time (0: none)", zh: "随时间反向传播的截断步数（0：不截断）"),
    key: "truncation", default: "0", truncationScale)

  private static let radiusScale = NumberScale(Recurrences.spectralRadii, .step(0.05))

  /// For recurrent weights that start orthogonal: each of their eigenvalues has this size.
  static let spectralRadius = group.knob(
    "spectral-radius", BilingualText("Spectral radius of the first recurrent weights", zh: "初始循环权重的谱半径"), symbol: "ρ",
    key: "spectral-radius", default: "1", kind: .number(radiusScale),
    isKnown: { ($0.settings["recurrent-initialization"] ?? "orthogonal") == "orthogonal" }
  ) { (text) throws(SettingError) in try radiusScale.number(text, of: "spectral-radius").short }

  private static let forgetScale = NumberScale(0...10, .step(0.5))

  static let forgetBias = group.knob(
    "forget-bias", BilingualText("First bias of the forget gates", zh: "遗忘门的初始偏置"), key: "forget-bias",
    default: "1", kind: .number(forgetScale), isKnown: { $0.type == LSTM.name }
  ) { (text) throws(SettingError) in try forgetScale.number(text, of: "forget-bias").short }
}

extension ModelDescription {
  /// Whether it has layers that read sequences time step by time step.
  var hasRecurrence: Bool { layers.contains { RecurrenceKnobs.group.types.contains($0.type) } }
}
