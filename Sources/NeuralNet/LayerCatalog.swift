/// Every layer, in the order a learner meets them.
public enum LayerCatalog {
  public static let all: [any Layer.Type] = [
    Dense.self,
    Convolution2D.self,
    Pooling.self,
    GlobalAveragePooling.self,
    FlattenLayer.self,
    BatchNormalization.self,
    Dropout.self,
    SelfRecurrent.self,
    RecurrentLayer.self,
    LSTM.self,
    GRU.self,
    EmbeddingLayer.self,
    SelfAttention.self,
    EncoderBlock.self,
    DecoderBlock.self,
    LayerNormalizationLayer.self,
    PoolTokens.self,
    TiedOutput.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  /// The layer a description means, its settings checked by name.
  public static func layer(_ description: LayerDescription) throws(SettingError) -> any Layer {
    guard let type = all.first(where: { $0.name == description.type }) else {
      throw SettingError("layer", unknown: description.type, known: names)
    }
    let known = type.settings
    for name in description.settings.keys.sorted() where !known.contains(where: { $0.name == name }) {
      throw SettingError("layer \(description.name)", unknown: name, known: known.map(\.name))
    }
    var settings: [String: String] = [:]
    for setting in known {
      let value = description.settings[setting.name] ?? setting.defaultValue
      if value.isEmpty {
        throw SettingError("layer \(description.name)", found: "no \(setting.name)", needed: "a \(setting.name)")
      }
      settings[setting.name] = value
    }
    return try type.init(settings)
  }
}
