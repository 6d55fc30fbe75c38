public import Autodiff

/// A stop of a lesson's tour: how to get there, the number to put the cursor on, and what to say.
public struct TourStop: Hashable, Sendable {
  public let approach: Approach
  public let value: CellReference?
  /// A panel to bring forward, by name.
  public let panel: String?
  /// Markdown.
  public let text: BilingualText

  public enum Approach: Hashable, Sendable {
    /// From the stop before, or from the start.
    case keys(KeyScript)
    case moment(MomentReference)
  }

  public init(_ approach: Approach, value: CellReference? = nil, panel: String? = nil, text: BilingualText) {
    self.approach = approach
    self.value = value
    self.panel = panel
    self.text = text
  }
}
