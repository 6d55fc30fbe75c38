import PseudoTerminal
import Testing

/// What killed the program is readable in the terminal afterwards, and nothing that was printed is lost.
@Suite struct MessageTests {
  @Test(arguments: [
    ("return", "printed to output"), ("error", "drawing failed"), ("exit", "printed to output"),
    ("trap", "trapped: probe-message"),
    ("precondition", "precondition: probe-message"), ("index", "Index out of range"), ("overflow", "printed to errors"),
    ("abort", "printed to errors"),
  ]) func isReadableAfterwards(way: String, message: String) throws {
    let terminal = try Program.probe(way)
    let ending = terminal.waitForEnd()
    #expect(ending != nil)
    if way == "return" { #expect(ending == .exited(0)) }
    if way == "exit" { #expect(ending == .exited(3)) }
    terminal.expectRestored("\(way)")
    let afterwards = terminal.afterwards
    #expect(afterwards.contains(message), "\(way): \(afterwards)")
    #expect(afterwards.contains("printed to errors: probe-message"), "\(way)")
    #expect(afterwards.ranges(of: message).count == 1, "once, not twice: \(afterwards)")
  }

  /// With Swift's own report of a crash, which runs a program of its own on the terminal.
  @Test func aReportOfTheCrashIsReadable() throws {
    let terminal = try Program.probe(
      "trap",
      with: ["SWIFT_BACKTRACE": "enable=yes,interactive=no,symbolicate=off,threads=crashed,images=none,registers=none"])
    #expect(terminal.waitForEnd(limit: 60_000) != nil)
    #expect(terminal.afterwards.contains("trapped: probe-message"))
    terminal.expectRestored()
  }
}
