public import NeuralNet

/// The recurrent network that stands beside one with attention: in the place of each block a recurrent layer of the
/// same width, everything else alike. Or nothing in their place: what is left of a classifier is the mean of its words'
/// vectors, a bag of words.
///
/// An encoder that a decoder asks becomes one that hands on its last state, a vector of fixed length, from which the
/// decoder's states start (Sutskever, Vinyals and Le 2014, "Sequence to sequence learning with neural networks",
/// section 2): there is nothing else to ask.
public struct RecurrentCounterpart: Hashable, Sendable {
  /// What learners call the cells.
  public enum Cell: String, Hashable, Sendable, CaseIterable {
    /// No layer that reads other positions.
    case absent = "none"
    case tanh, lstm, gru

    /// Nil where nothing takes the place.
    var layerType: String? {
      switch self {
      case .absent: nil
      case .tanh: RecurrentLayer.name
      case .lstm: LSTM.name
      case .gru: GRU.name
      }
    }
  }

  /// The recurrent network.
  public let model: ModelDescription

  /// Layers that read what stands at other positions.
  static let replaced = [SelfAttention.name, EncoderBlock.name, DecoderBlock.name]

  public init(of original: ModelDescription, _ cell: Cell) {
    var model = original
    var width = ""
    /// Layers that a decoder asks: what is left of them is their last state.
    let asked = Set(original.layers.compactMap { $0.settings["memory"] })
    model.layers = []
    for (place, layer) in original.layers.enumerated() {
      var layer = layer
      if layer.type == EmbeddingLayer.name {
        width = layer.settings["width"] ?? ""
        // What comes when is what a recurrent network knows by itself.
        layer.settings["positions"] = "none"
      }
      guard Self.replaced.contains(layer.type) else {
        model.layers.append(layer)
        continue
      }
      guard let type = cell.layerType else { continue }
      var settings = ["units": width, "output": Self.isAsked(place, asked, original) ? "last" : "all"]
      if let memory = layer.settings["memory"], memory != "none" { settings["start"] = memory }
      model.layers.append(LayerDescription(type: type, name: layer.name, settings: settings))
    }
    self.model = model
  }

  /// Whether a layer is the last of an encoder's blocks, what a decoder asks being it or a normalization behind it.
  private static func isAsked(_ place: Int, _ asked: Set<String>, _ model: ModelDescription) -> Bool {
    let layers = model.layers
    guard !asked.contains(layers[place].name) else { return true }
    let behind = layers[(place + 1)...].first { $0.type != Dropout.name }
    return behind.map { $0.type == LayerNormalizationLayer.name && asked.contains($0.name) } ?? false
  }
}

extension ModelDescription {
  /// Whether a decoder asks an encoder, which then has to be there.
  var hasMemory: Bool { layers.contains { ($0.settings["memory"] ?? "none") != "none" } }

  public var hasAttention: Bool { layers.contains { RecurrentCounterpart.replaced.contains($0.type) } }
}
