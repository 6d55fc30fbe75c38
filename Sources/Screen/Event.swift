/// Something that happened at the terminal.
public enum Event: Hashable, Sendable {
  case key(Key)
  /// Only where the mouse has been turned on.
  case mouse(MouseAction, at: Point)
  /// Text pasted in one piece, so that its letters are not taken for commands.
  case paste(String)
  case resize(Size)
  /// Another thread has something to show.
  case woken
  /// Ctrl+C, or SIGINT from elsewhere.
  case interrupt
  /// The terminal is gone or input has ended; nothing more will come.
  case endOfInput
}

/// What the mouse did.
public enum MouseAction: Hashable, Sendable { case press, release, wheelUp, wheelDown }
