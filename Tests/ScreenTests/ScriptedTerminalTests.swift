import Screen
import Testing

@Suite struct ScriptedTerminalTests {
  @Test func playsItsEventsAndKeepsFrames() {
    let larger = Size(width: 9, height: 3)
    var terminal = ScriptedTerminal(
      size: Size(width: 4, height: 1), events: [.key(.character("n")), .resize(larger), .woken])
    terminal.show(Frame(size: terminal.size))
    #expect(terminal.nextEvent(timeout: nil) == .key(.character("n")))
    #expect(terminal.size.width == 4)
    #expect(terminal.nextEvent(timeout: .zero) == .resize(larger))
    #expect(terminal.size == larger)
    #expect(terminal.nextEvent(timeout: nil) == .woken)
    #expect(terminal.nextEvent(timeout: nil) == .endOfInput)
    #expect(terminal.frames.count == 1)
  }
}
