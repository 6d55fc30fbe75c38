import Autodiff
import NeuralNet
import Stepping

/// Batch normalization behind every hidden layer, convolution or dense: between its sums and its activation, as Ioffe
/// and Szegedy (2015) put it. The layer's bias goes, since the normalization takes any constant away.
enum NormalizationKnob {
  static let all = [normalization]

  static let normalization = Knob(
    name: "batch-normalization", title: BilingualText("Batch normalization", zh: "批归一化"), symbol: "", kind: .toggle,
    effect: .structure, availability: { !places(in: $0.configuration.model.layers).isEmpty },
    read: { plan in
      let layers = plan.configuration.model.layers
      let places = places(in: layers)
      return !places.isEmpty && places.allSatisfy { layers.normalization(behind: $0) != nil } ? "on" : "off"
    },
    write: { (text, plan) throws(SettingError) in
      guard ["on", "off"].contains(text) else {
        throw SettingError("batch-normalization", unknown: text, known: ["off", "on"])
      }
      var changed = plan
      var layers = plan.configuration.model.layers
      // From the last one on, so that the places before stay what they are.
      for place in places(in: layers).reversed() {
        if text == "on" { layers.normalize(place) } else { layers.denormalize(place) }
      }
      changed.configuration.model.layers = layers
      if changed != plan { changed.configuration.initialValues = [:] }
      return changed
    })

  private static func places(in layers: [LayerDescription]) -> [Int] {
    layers.indices.dropLast().filter { layers[$0].type == Convolution2D.name || layers[$0].type == Dense.name }
  }
}

extension [LayerDescription] {
  private static var activationSettings: [String] { ["activation", "threshold"] }

  /// The normalization of a layer's sums, which has its activation then.
  func normalization(behind place: Int) -> Int? {
    let next = place + 1
    return indices.contains(next) && self[next].type == BatchNormalization.name ? next : nil
  }

  /// Where the activation of a layer stands: with the layer, or with the normalization of its sums.
  func activationPlace(of place: Int) -> Int { normalization(behind: place) ?? place }

  fileprivate mutating func normalize(_ place: Int) {
    guard normalization(behind: place) == nil else { return }
    var settings: [String: String] = [:]
    for name in Self.activationSettings {
      settings[name] = self[place].settings[name]
      self[place].settings[name] = nil
    }
    self[place].settings["bias"] = "false"
    let taken = Set(map(\.name))
    var name = "\(self[place].name)-norm"
    while taken.contains(name) { name += "-norm" }
    insert(LayerDescription(type: BatchNormalization.name, name: name, settings: settings), at: place + 1)
  }

  fileprivate mutating func denormalize(_ place: Int) {
    guard let next = normalization(behind: place) else { return }
    for name in Self.activationSettings { self[place].settings[name] = self[next].settings[name] }
    self[place].settings["bias"] = nil
    remove(at: next)
  }
}
