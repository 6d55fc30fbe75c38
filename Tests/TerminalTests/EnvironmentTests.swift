import Foundation
import PseudoTerminal
import Testing

/// Terminals and environments of every kind: it starts, or says in words why not; it never hangs.
@Suite struct EnvironmentTests {
  @Test(arguments: ["xterm-256color", "xterm", "screen", "tmux-256color", "linux", "vt100", "rxvt", "ansi"])
  func startsOn(name: String) throws {
    let terminal = try Program.backstep(with: ["TERM": name])
    #expect(terminal.see("backstep"), "\(name): \(terminal.screen.text)")
    terminal.write("\rnn")
    #expect(terminal.see("forward"), "\(name)")
    terminal.settle()
    terminal.write("qq")
    #expect(terminal.waitForEnd() == .exited(0), "\(name)")
    #expect(terminal.modes == terminal.modesBefore)
  }

  /// A relative of a known one is taken for it; the rest get text or a sentence, and no curses.
  @Test(arguments: ["xterm-nonsense", "nonsense", "dumb", ""]) func anUnknownTerminal(name: String) throws {
    let terminal = try Program.backstep(with: ["TERM": name])
    terminal.start()
    if name == "xterm-nonsense" {
      #expect(terminal.see("backstep"))
    } else {
      #expect(!terminal.written.contains("\u{1B}[?1049h"), "\(name): no curses")
      #expect(!terminal.written.isEmpty, "\(name) says something")
      #expect(!terminal.written.contains("Fatal error"), "\(name): \(terminal.written)")
    }
    terminal.write("qq\n\u{4}")
    #expect(terminal.waitForEnd() != nil, "\(name)")
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test func withoutTERM() throws {
    let terminal = try Program.backstep(with: ["TERM": nil])
    terminal.start()
    #expect(!terminal.written.isEmpty && !terminal.written.contains("Fatal error"))
    terminal.write("q\n\u{4}")
    #expect(terminal.waitForEnd() != nil)
  }

  @Test(arguments: ["C", "POSIX", "zh_CN.UTF-8", "nonsense", ""]) func locales(name: String) throws {
    let terminal = try Program.backstep(with: ["LANG": name])
    #expect(terminal.see("backstep"), "\(name)")
    terminal.write("\rnnn")
    #expect(terminal.see("sigmoid"), "\(name)")
    terminal.settle()
    if ["C", "POSIX", "nonsense"].contains(name) {
      let other = terminal.terminal.output.filter { $0 >= 0x80 }
      #expect(other.isEmpty, "\(name): bytes beyond ASCII")
    }
    terminal.write("qq")
    #expect(terminal.waitForEnd() == .exited(0), "\(name)")
  }

  @Test func withNO_COLORNoColorIsSent() throws {
    let terminal = try Program.backstep(with: ["NO_COLOR": "1"])
    terminal.write("\rnnn8")
    #expect(terminal.see("surface"))
    terminal.settle()
    let colored = terminal.written.ranges(of: #/\u{1B}\[[0-9;]*(3[0-7]|4[0-7]|38;5|48;5|9[0-7])[0-9;]*m/#)
    #expect(colored.isEmpty, "\(colored.count) sequences set a color")
    terminal.write("qq")
    #expect(terminal.waitForEnd() == .exited(0))
  }

  @Test func tooSmallSaysWhatIsNeededAndRecovers() throws {
    let terminal = try Program.backstep(columns: 40, rows: 10)
    #expect(terminal.see("60×20"))
    terminal.forgetOutput()
    terminal.resize(columns: 90, rows: 30)
    #expect(terminal.see("lessons"))
    terminal.resize(columns: 1, rows: 1)
    terminal.settle()
    terminal.write("q")
    #expect(terminal.waitForEnd() == .exited(0))
    terminal.expectRestored()
  }

  @Test func aSizeOfZero() throws {
    let terminal = try Program.backstep(columns: 0, rows: 0)
    terminal.start()
    #expect(terminal.isRunning)
    terminal.write("q")
    #expect(terminal.waitForEnd() == .exited(0))
  }

  /// Exported sizes must not freeze the screen.
  @Test func exportedSizesAreNotBelieved() throws {
    let terminal = try Program.backstep(with: ["LINES": "5", "COLUMNS": "10"])
    #expect(terminal.see("lessons"))
    terminal.write("q")
    #expect(terminal.waitForEnd() == .exited(0))
  }

  @Test func withOutputPipedThereIsTextAndNoCurses() throws {
    let file = NSTemporaryDirectory() + "backstep-piped-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let terminal = try Program.backstep(standardOutput: file)
    terminal.write("\u{4}\u{4}")
    #expect(terminal.waitForEnd() != nil)
    let piped = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    #expect(!piped.contains("\u{1B}"), "no sequences in a file")
    #expect(!(piped + terminal.written).contains("Fatal error"), "\(piped + terminal.written)")
    #expect(!(piped + terminal.written).isEmpty)
    #expect(terminal.modes == terminal.modesBefore)
  }
}
