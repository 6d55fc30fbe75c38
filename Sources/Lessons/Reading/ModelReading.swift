import NeuralNet

/// Reads the `model` and `initial` parts: layers with their settings, the loss, first weights.
enum ModelReading {
  static func read(_ node: WrittenNode) throws(LessonError) -> ModelDescription {
    let keys = try node.keys(["layers", "loss", "l1", "l2", "label-smoothing", "dropout"])
    var layers: [LayerDescription] = []
    for item in try keys.required("layers").items(1...64) { layers.append(try layer(item, among: layers)) }
    let loss = try keys.required("loss").choice(LossCatalog.names)
    let takesSmoothing = LossCatalog.all.contains { $0.name == loss && $0.takesLabelSmoothing }
    if let smoothing = keys["label-smoothing"], !takesSmoothing {
      throw smoothing.error(.wrongValue, found: "label smoothing with \(loss)", needed: "a cross-entropy loss")
    }
    return ModelDescription(
      inputCount: 0, layers: layers, loss: loss,
      l1: try keys["l1"].map { (node) throws(LessonError) in Float(try node.number(0...10)) } ?? 0,
      l2: try keys["l2"].map { (node) throws(LessonError) in Float(try node.number(0...10)) } ?? 0,
      labelSmoothing: try keys["label-smoothing"].map { (node) throws(LessonError) in Float(try node.number(0...1)) }
        ?? 0,
      dropout: try keys["dropout"].map { (node) throws(LessonError) in Float(try node.number(0...0.95)) } ?? 0)
  }

  /// `dense: {name: hidden, units: 4}`
  private static func layer(
    _ node: WrittenNode, among others: [LayerDescription]
  ) throws(LessonError) -> LayerDescription {
    let kinds = try node.keys(LayerCatalog.names)
    guard let kind = kinds.keys.first, kinds.keys.count == 1, let body = kinds[kind] else {
      throw node.error(.wrongValue, found: "\(kinds.keys.count) layers in one item", needed: "one layer an item")
    }
    let type = LayerCatalog.all.first { $0.name == kind }
    let known = type?.settings.map(\.name) ?? []
    let keys = try body.keys(["name"] + known)
    let name = try LessonFile.identifier(keys.required("name"))
    guard !reserved.contains(name) else {
      throw try keys.required("name").error(.wrongValue, found: quoted(name), needed: "a name of the layer's own")
    }
    guard !others.contains(where: { $0.name == name }) else {
      throw try keys.required("name").error(
        .repeatedName, found: "\(quoted(name)) for two layers", needed: "a name of the layer's own")
    }
    var settings: [String: String] = [:]
    for key in keys.keys where key != "name" { settings[key] = try keys.required(key).text() }
    let description = LayerDescription(type: kind, name: name, settings: settings)
    do throws(SettingError) {
      _ = try LayerCatalog.layer(description)
    } catch {
      throw body.error(error, keys: known)
    }
    return description
  }

  /// Names that programs use themselves.
  private static let reserved = ["features", "targets", "loss", "prediction", "penalty", "probabilities", "gradient"]

  /// `hidden.weight: [[0.5, 0.2], [-0.1, 0.4]]`
  static func initialValues(_ node: WrittenNode) throws(LessonError) -> [String: [Float]] {
    let mapping = try node.mapping()
    var values: [String: [Float]] = [:]
    for key in mapping.keys {
      var numbers: [Float] = []
      try append(mapping.required(key), to: &numbers, depth: 0)
      values[key] = numbers
    }
    return values
  }

  private static func append(_ node: WrittenNode, to numbers: inout [Float], depth: Int) throws(LessonError) {
    guard node.isList, depth < 4 else {
      numbers.append(Float(try node.number(-1e6...1e6)))
      return
    }
    for item in try node.items(1...100_000) { try append(item, to: &numbers, depth: depth + 1) }
  }
}

extension WrittenNode {
  /// A setting that cannot be used, put where it is written.
  func error(_ error: SettingError, keys: [String]) -> LessonError {
    let key = keys.first { error.setting == $0 }
    let path = key.map { "\(self.path).\($0)" } ?? self.path
    return LessonError(
      error.suggestion == nil ? .wrongValue : .unknownName, in: places.file, at: places[path], path: path,
      found: error.found, needed: error.needed, suggestion: error.suggestion.map { "Did you mean \(quoted($0))?" })
  }
}
