import Foundation
import Glibc
import PseudoTerminal
import Testing

/// After `kill -9` the workbench opens where it was, with the same bits.
@Suite struct KillTests {
  /// A busy disk takes seconds to be sure of a line.
  private let patience: Int32 = 30_000

  private static let keys = ["n", "N", "f", "F", "o", "i", "I", "s", "S", "a", "z", "Z", " ", "c", "r", "\u{1b}[H"]

  /// Keys until it is killed, again and again in one session; at the end every check that was taken down is
  /// compared with a replay from the start.
  @Test(arguments: 0..<3) func everyKillIsSurvived(_ run: Int) throws {
    let home = StateHome()
    var random = SystemRandomNumberGenerator()
    var before: [String] = []
    for round in 0..<12 {
      let session = try Program.backstep(["open", "layers"], home: home)
      #expect(session.see(before.isEmpty ? "iteration" : "Taken up", limit: patience), "round \(round)")
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        session.write(Self.keys.randomElement(using: &random) ?? "n")
        if Int.random(in: 0..<3, using: &random) == 0 { session.settle(20, limit: 150) }
      }
      if round == 11 {
        session.write(" n")
        session.settle(150)
        session.write("nqqqq")
        #expect(session.waitForEnd(limit: patience) == .exited(0))
      } else {
        session.watch(milliseconds: Int32.random(in: 0..<150, using: &random))
        session.send(signal: SIGKILL)
        #expect(session.waitForEnd(limit: patience) == .killed(signal: SIGKILL))
      }
      guard !home.sessions.isEmpty else { continue }
      let lines = try home.lines()
      #expect(lines.starts(with: before), "what was taken down stays")
      before = lines
    }
    #expect(home.sessions.count == 1)
    #expect(before.contains { $0.hasPrefix("check ") })
    let check = try Program.backstep(["replay", "--check", home.sessions[0]], columns: 200, home: home)
    #expect(check.waitForEnd(limit: 60_000) == .exited(0), "\(before.joined(separator: "\n"))")
    #expect(check.written.contains("with the same bits"))
  }

  @Test func whatWasSeenIsKept() throws {
    let home = StateHome()
    let first = try Program.backstep(["open", "layers"], home: home)
    #expect(first.see("iteration", limit: patience))
    first.write("iiiinn")
    #expect(first.see("iteration 4", limit: patience))
    first.settle(150)
    first.send(signal: SIGKILL)
    _ = first.waitForEnd()
    #expect(
      try home.lines().suffix(6) == Array(repeating: "step iteration", count: 4) + ["step operation", "step operation"])
    // The list of lessons begins with it.
    let second = try Program.backstep(home: home)
    #expect(second.see("Enter goes on where you were", limit: patience))
    second.write("\r")
    #expect(second.see("Taken up where it was left", limit: patience))
    second.write("n")
    second.settle(150)
    second.write("qqqq")
    #expect(second.waitForEnd(limit: patience) == .exited(0))
    #expect(try home.lines().contains { $0.hasPrefix("check 0 4 3 ") })
    let fresh = try Program.backstep(["open", "layers", "--fresh"], home: home)
    #expect(fresh.see("iteration", limit: patience))
    fresh.write("n")
    fresh.settle(150)
    fresh.write("qqqq")
    #expect(fresh.waitForEnd(limit: patience) == .exited(0))
    #expect(home.sessions.count == 2)
  }

  /// A file may grow to a kibibyte: the disk is full in the middle of a line.
  @Test func aFullDiskEndsTheLogAndNotTheWorkbench() throws {
    let home = StateHome()
    let session = try Program.underShell(" open layers", after: "ulimit -f 1", home: home)
    #expect(session.see("iteration", limit: patience))
    for _ in 0..<12 { session.write("nnnn") }
    #expect(session.see("Nothing more is kept", limit: patience))
    session.write("i")
    #expect(session.see("iteration 4", limit: patience))
    session.write("qqqq")
    #expect(session.waitForEnd(limit: patience) == .exited(0))
    let text = try String(contentsOfFile: try #require(home.sessions.first), encoding: .utf8)
    #expect(text.hasSuffix("\n") && text.utf8.count <= 1024 && text.utf8.count > 900)
    let check = try Program.backstep(["replay", home.sessions[0]], home: home)
    #expect(check.waitForEnd(limit: patience) == .exited(0))
  }

  @Test func whereNothingCanBeWrittenTheWorkbenchGoesOn() throws {
    let session = try Program.backstep(["open", "layers"], with: ["XDG_STATE_HOME": "/proc/nobody"])
    #expect(session.see("Nothing more is kept", limit: patience))
    session.write("i")
    #expect(session.see("iteration 1", limit: patience))
    session.write("qqqq")
    #expect(session.waitForEnd(limit: patience) == .exited(0))
  }
}
