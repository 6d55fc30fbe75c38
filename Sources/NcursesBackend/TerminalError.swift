/// Why there can be no screen, and what to do about it.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  case outputIsNoTerminal
  case noKeyboard
  case terminalNotNamed
  case terminalIsDumb
  case unknownTerminal(String)
  case alreadyStarted

  public var description: String {
    switch self {
    case .outputIsNoTerminal:
      "The output is not a terminal, so there is no screen to draw on. Run it without a pipe, or with --text."
    case .noKeyboard:
      "There is no terminal to read keys from. Run it in a terminal, or with --text."
    case .terminalNotNamed:
      "TERM is not set, so nothing is known about this terminal. Try: TERM=xterm-256color"
    case .terminalIsDumb:
      "TERM=dumb names a terminal that cannot move its cursor. Use --text, or try: TERM=xterm-256color"
    case .unknownTerminal(let name):
      "This system knows no terminal called “\(name)”. Install the package ncurses-term, or try: TERM=xterm-256color"
    case .alreadyStarted:
      "The screen is already in use by this program."
    }
  }
}
