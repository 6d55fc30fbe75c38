import PseudoTerminal

/// The program in a pseudo-terminal, and what a person would see there.
final class Session {
  let terminal: PseudoTerminal
  private(set) var screen: EmulatedScreen
  /// How much of the output is on the screen already.
  private var shown = 0
  /// Where the program keeps what is done; gone with the session.
  private let home: StateHome

  init(_ terminal: PseudoTerminal, columns: Int, rows: Int, home: StateHome) {
    self.terminal = terminal
    self.home = home
    screen = EmulatedScreen(columns: columns, rows: rows)
  }

  /// Everything that was written, sequences included.
  var written: String { String(decoding: terminal.output, as: UTF8.self) }
  var isRunning: Bool { terminal.isRunning }
  var modes: TerminalModes { terminal.modes }
  var modesBefore: TerminalModes { terminal.modesBefore }

  func write(_ keys: String) { terminal.write(keys) }
  func send(signal: Int32) { terminal.send(signal: signal) }

  func resize(columns: Int, rows: Int) {
    update()
    screen.resize(columns: columns, rows: rows)
    terminal.resize(columns: columns, rows: rows)
  }

  /// Waits until a text is on the screen; false when it does not come.
  @discardableResult
  func see(_ wanted: String, limit: Int32 = 8_000) -> Bool {
    terminal.read(limit: limit) { _ in
      update()
      return screen.text.contains(wanted)
    }
  }

  /// Waits for the first that is written, then for silence.
  func start(limit: Int32 = 8_000) {
    terminal.read(limit: limit) { !$0.output.isEmpty }
    settle(200)
  }

  @discardableResult
  func settle(_ quiet: Int32 = 80, limit: Int32 = 8_000) -> Int {
    defer { update() }
    return terminal.readUntilQuiet(for: quiet, limit: limit)
  }

  /// Looks on for so long, taking whatever is written.
  func watch(milliseconds: Int32) {
    let clock = Stopwatch()
    while clock.milliseconds < Double(milliseconds) {
      terminal.read(within: max(milliseconds - Int32(clock.milliseconds), 1))
    }
    update()
  }

  func waitForEnd(limit: Int32 = 10_000) -> ProgramEnding? {
    defer { update() }
    return terminal.waitForEnd(limit: limit)
  }

  func forgetOutput() {
    update()
    terminal.forgetOutput()
    shown = 0
  }

  private func update() {
    screen.feed(terminal.output[shown...])
    shown = terminal.output.count
  }
}
