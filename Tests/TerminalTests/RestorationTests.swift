import Glibc
import PseudoTerminal
import Testing

/// Whatever ends the program, the terminal is given back as it was.
@Suite(.serialized) struct RestorationTests {
  private func opened() throws -> Session {
    let terminal = try Program.backstep()
    #expect(terminal.see("backstep"))
    terminal.settle()
    #expect(!terminal.modes.echoes && !terminal.modes.isLineByLine)
    return terminal
  }

  @Test func theFirstFrameArrivesAndQuits() throws {
    let terminal = try opened()
    #expect(terminal.written.contains("\u{1B}[?1049h"))
    terminal.write("q")
    #expect(terminal.waitForEnd() == .exited(0))
    terminal.expectRestored()
  }

  @Test func quitsFromALessonToo() throws {
    let terminal = try opened()
    terminal.write("\r")
    #expect(terminal.see("program"))
    terminal.write("nnn")
    terminal.settle()
    terminal.write("qq")
    #expect(terminal.waitForEnd() == .exited(0))
    terminal.expectRestored()
  }

  @Test func controlCStopsARunAndTwiceLeaves() throws {
    let terminal = try opened()
    terminal.write("\r ")
    #expect(terminal.see("running"))
    terminal.write("\u{3}")
    // News from before the pause may still be on their way.
    terminal.settle()
    #expect(terminal.see("paused"))
    #expect(terminal.isRunning)
    terminal.write("\u{3}")
    #expect(terminal.see("leaves Backstep"), "it says that once more leaves")
    #expect(terminal.isRunning)
    terminal.write("\u{3}")
    #expect(terminal.waitForEnd() != nil)
    terminal.expectRestored()
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGILL, SIGFPE, SIGBUS, SIGTRAP])
  func everySignalThatEnds(signal: Int32) throws {
    let terminal = try opened()
    terminal.send(signal: signal)
    let ending = terminal.waitForEnd()
    #expect(ending == .killed(signal: signal))
    terminal.expectRestored("signal \(signal)")
  }

  /// The same while training, when it may arrive on another thread.
  @Test(arguments: [SIGTERM, SIGSEGV, SIGINT]) func whileTraining(signal: Int32) throws {
    let terminal = try opened()
    terminal.write("\r ")
    #expect(terminal.see("running"))
    terminal.send(signal: signal)
    if signal == SIGINT {
      #expect(terminal.see("paused"))
      terminal.write("qq")
    }
    #expect(terminal.waitForEnd() != nil)
    terminal.expectRestored("signal \(signal)")
  }

  /// Under a shell with job control, as at home: Ctrl+Z gives the terminal back to the shell, and `fg`
  /// draws the whole screen anew.
  @Test func stoppedAndContinued() throws {
    let terminal = try Program.underShell("; echo stopped with $?; read line; fg; echo ended with $?")
    #expect(terminal.see("lessons"))
    terminal.settle()
    let modes = terminal.modes
    terminal.write("\u{1A}")
    #expect(terminal.see("stopped with 148"))
    #expect(terminal.modes == terminal.modesBefore)
    terminal.expectRestored()
    terminal.write("\n")
    #expect(terminal.see("lessons"), "the whole screen is drawn anew")
    terminal.settle()
    #expect(terminal.modes == modes)
    terminal.write("q")
    #expect(terminal.see("ended with 0"))
    #expect(terminal.waitForEnd() == .exited(0))
    terminal.expectRestored()
  }

  @Test func theTerminalGoesAway() throws {
    let terminal = try opened()
    let process = terminal.terminal.processID
    terminal.send(signal: SIGHUP)
    #expect(terminal.waitForEnd() != nil)
    #expect(kill(process, 0) != 0, "nothing is left running")
  }
}
