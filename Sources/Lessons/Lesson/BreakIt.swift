public import Autodiff

/// One thing to break: knobs to set, and what to watch then.
public struct BreakIt: Hashable, Sendable {
  /// Markdown.
  public let text: BilingualText
  /// In the order in which they are set.
  public let settings: [KnobSetting]

  public init(text: BilingualText, settings: [KnobSetting]) {
    self.text = text
    self.settings = settings
  }
}

/// A knob's name and the value it is to have.
public struct KnobSetting: Hashable, Sendable {
  public let knob: String
  public let value: String

  public init(_ knob: String, to value: String) {
    self.knob = knob
    self.value = value
  }
}
