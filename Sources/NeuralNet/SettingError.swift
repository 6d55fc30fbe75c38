public import Autodiff
import Wording

/// A setting of a layer, an optimizer or a model that cannot be used: which, what was found, what
/// was needed, and the nearest name that exists.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let setting: String
  public let found: String
  public let needed: String
  /// The same in Chinese, where a learner can come to see it.
  public let chineseNeeded: String?
  public let suggestion: String?

  public init(
    _ setting: String, found: String, needed: String, zh chineseNeeded: String? = nil, suggestion: String? = nil
  ) {
    self.setting = setting
    self.found = found
    self.needed = needed
    self.chineseNeeded = chineseNeeded
    self.suggestion = suggestion
  }

  /// A name that no catalogue entry has.
  public init(_ setting: String, unknown found: String, known: [String]) {
    self.init(
      setting, found: "\"\(found)\"", needed: "one of \(known.joined(separator: ", "))",
      zh: "其中之一：\(known.joined(separator: "、"))",
      suggestion: NearestName.find(found, among: known))
  }

  /// For the screen.
  public var sentence: BilingualText {
    let suggestion = suggestion.map { "；是不是“\($0)”？" } ?? "。"
    return BilingualText(
      description, zh: "\(setting)：得到 \(found)，需要\(chineseNeeded.map { "的是\($0)" } ?? " \(needed)")\(suggestion)")
  }

  public var description: String {
    "\(setting): found \(found), needed \(needed)" + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "")
  }
}
