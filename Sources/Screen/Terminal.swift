/// A place that shows frames and reports events: the real one, or one in memory for tests.
public protocol Terminal {
  var size: Size { get }
  var capabilities: ScreenCapabilities { get }

  /// Shows a frame. Returns when it has been handed to the terminal.
  mutating func show(_ frame: Frame)

  /// Waits for the next event; nil when `timeout` passes first. Without a timeout it waits for ever,
  /// without waking up in between.
  mutating func nextEvent(timeout: Duration?) -> Event?
}
