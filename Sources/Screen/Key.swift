/// A key the terminal can report.
///
/// Terminals send some keys as the same byte: Ctrl+I is Tab, Ctrl+M is Enter, Ctrl+[ is Escape, and
/// Ctrl+H often Backspace; those come as the named key. A key has a name for scripts, see ``name``.
public enum Key: Hashable, Sendable {
  case character(Character)
  /// With the lower-case letter: Ctrl+C is `.control("c")`.
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right
  case shiftUp, shiftDown, shiftLeft, shiftRight
  case home, end, pageUp, pageDown
  case function(Int)
}
