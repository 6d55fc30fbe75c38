/// Whether a layer adds a bias. Without one where a batch normalization follows: it would take any constant away again,
/// and a bias there has no gradient but roundings.
enum BiasSetting {
  static let setting = LayerSetting("bias", default: "true")

  static func value(in settings: [String: String]) throws(SettingError) -> Bool {
    let text = settings["bias"] ?? "true"
    guard let value = Bool(text) else { throw SettingError("bias", unknown: text, known: ["true", "false"]) }
    return value
  }
}
