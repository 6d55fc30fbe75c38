/// Reads the settings that many layers have in common.
enum LayerSettings {
  static func number(
    _ settings: [String: String], _ name: String, _ range: ClosedRange<Int>
  ) throws(SettingError) -> Int {
    let text = settings[name] ?? ""
    guard let number = Int(text), range.contains(number) else {
      throw SettingError(
        name, found: "\"\(text)\"", needed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  static func decimal(
    _ settings: [String: String], _ name: String, needed: String, _ isAllowed: (Float) -> Bool
  ) throws(SettingError) -> Float {
    let text = settings[name] ?? ""
    guard let number = Float(text), isAllowed(number) else {
      throw SettingError(name, found: "\"\(text)\"", needed: needed)
    }
    return number
  }

  static func choice(
    _ settings: [String: String], _ name: String, _ known: [String]
  ) throws(SettingError) -> String {
    let text = settings[name] ?? ""
    guard known.contains(text) else { throw SettingError(name, unknown: text, known: known) }
    return text
  }

  static func flag(_ settings: [String: String], _ name: String) throws(SettingError) -> Bool {
    try choice(settings, name, ["true", "false"]) == "true"
  }
}
