/// A terminal in memory: it reports the events it was given and keeps the frames it is shown.
///
/// For tests, and for pictures of a screen without one. When the events are used up, input has ended.
public struct ScriptedTerminal: Terminal, Sendable {
  public private(set) var size: Size
  public let capabilities: ScreenCapabilities
  public private(set) var frames: [Frame] = []
  private var events: ArraySlice<Event>

  public init(size: Size, capabilities: ScreenCapabilities = .full, events: [Event] = []) {
    self.size = size
    self.capabilities = capabilities
    self.events = events[...]
  }

  public mutating func show(_ frame: Frame) { frames.append(frame) }

  public mutating func nextEvent(timeout: Duration?) -> Event? {
    guard let event = events.popFirst() else { return .endOfInput }
    if case .resize(let size) = event { self.size = size }
    return event
  }
}
