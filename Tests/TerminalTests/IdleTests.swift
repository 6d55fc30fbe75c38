import Glibc
import PseudoTerminal
import Testing

/// Standing still it does nothing: no output, no waking up.
@Suite struct IdleTests {
  @Test(arguments: ["list", "lesson", "after training"]) func nothingIsWrittenAndNobodyWakes(place: String) throws {
    let terminal = try Program.backstep()
    #expect(terminal.see("backstep"))
    if place != "list" { terminal.write("\rnnn") }
    if place == "after training" {
      terminal.write(" ")
      #expect(terminal.see("running"))
      terminal.write(" ")
      #expect(terminal.see("paused"))
    }
    terminal.settle(400)
    let before = try #require(ProcessActivity(of: terminal.terminal.processID))
    let written = terminal.terminal.read(within: 1000)
    let after = try #require(ProcessActivity(of: terminal.terminal.processID))
    #expect(written == 0)
    // The system itself may wake a thread now and then.
    #expect(after.voluntarySwitches - before.voluntarySwitches <= 2)
    #expect(after.threadCount == before.threadCount)
    terminal.write("qq")
    #expect(terminal.waitForEnd() == .exited(0))
  }
}
