import Wording

/// A setting of a layer, an optimizer or a model that cannot be used: which, what was found, what
/// was needed, and the nearest name that exists.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let setting: String
  public let found: String
  public let needed: String
  public let suggestion: String?

  public init(_ setting: String, found: String, needed: String, suggestion: String? = nil) {
    self.setting = setting
    self.found = found
    self.needed = needed
    self.suggestion = suggestion
  }

  /// A name that no catalogue entry has.
  public init(_ setting: String, unknown found: String, known: [String]) {
    self.init(
      setting, found: "\"\(found)\"", needed: "one of \(known.joined(separator: ", "))",
      suggestion: NearestName.find(found, among: known))
  }

  public var description: String {
    "\(setting): found \(found), needed \(needed)" + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "")
  }
}
