import PseudoTerminal
import ScreenTestSupport
import Testing

/// More than anyone does at once: it stays alive, answers, and ends cleanly.
@Suite struct StormTests {
  private func expectAnswer(_ terminal: Session) {
    #expect(terminal.isRunning)
    terminal.resize(columns: 100, rows: 30)
    terminal.settle(150)
    terminal.forgetOutput()
    // Out of every box, then the help.
    terminal.write("\u{1B}")
    terminal.settle(100)
    terminal.write("\u{1B}")
    terminal.settle(100)
    terminal.write("?")
    #expect(terminal.see("Play or pause", limit: 10_000) || terminal.see("播放或暂停", limit: 5_000))
    terminal.write("\u{1B}")
    terminal.settle(100)
    for _ in 0..<6 where terminal.isRunning {
      terminal.write("q")
      terminal.settle(100, limit: 1_000)
    }
    #expect(terminal.waitForEnd() == .exited(0))
    terminal.expectRestored()
  }

  @Test func twoHundredSizesWhileTraining() throws {
    var random = RepeatableRandomNumbers(seed: 200)
    let terminal = try Program.backstep()
    #expect(terminal.see("backstep"))
    terminal.write("\r ")
    #expect(terminal.see("running"))
    for _ in 0..<200 {
      terminal.resize(columns: Int.random(in: 1...220, using: &random), rows: Int.random(in: 1...70, using: &random))
      terminal.terminal.read(within: Int32.random(in: 0...6, using: &random))
    }
    expectAnswer(terminal)
  }

  /// All keys but those that leave (`q`, Ctrl+C, Ctrl+D, Ctrl+Z, Ctrl+\) and the one that writes files
  /// (`w`), and escape sequences whole, cut, and wrong.
  @Test(arguments: [1, 2]) func thousandsOfRandomKeys(seed: UInt64) throws {
    var random = RepeatableRandomNumbers(seed: seed)
    let terminal = try Program.backstep(["open", "layers"])
    terminal.start()
    let letters = (0x20...0x7E).filter { $0 != 0x71 && $0 != 0x77 }.map { [UInt8($0)] }
    let others = [
      "\r", "\t", "\u{1B}", "\u{7F}", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}OA", "\u{1B}[5~",
      "\u{1B}[1;2A", "\u{1B}[", "\u{1B}[999;999Z", "\u{1B}[200~pasted\u{1B}[201~", "\u{C}", "\u{10}", "\u{15}", "é",
      "梯",
    ]
    let keys = letters + letters + others.map { Array($0.utf8) } + [[0xFF], [0xC3], [0x00]]
    for _ in 0..<50 {
      let burst = (0..<100).flatMap { _ in keys.randomElement(using: &random) ?? [] }
      terminal.terminal.write(bytes: burst)
      terminal.terminal.read(within: 1)
      guard terminal.isRunning else { break }
      // The output of ten thousand keys is of no interest.
      terminal.forgetOutput()
    }
    terminal.settle(300, limit: 30_000)
    expectAnswer(terminal)
  }
}
