import Foundation
import PseudoTerminal

/// The program as it was built beside the tests, run in a pseudo-terminal.
enum Program {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The folder that this test was built into.
  private static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

  static func path(_ name: String) -> String {
    let beside = folder + "/" + name
    return FileManager.default.isExecutableFile(atPath: beside) ? beside : root + "/.build/debug/" + name
  }

  /// What a person's shell would have set.
  static let environment: [String: String] = {
    var environment = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "BACKSTEP_HOME": root, "HOME": NSTemporaryDirectory(),
      "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
    ]
    // Where the Swift libraries are, when they are not where the program says.
    environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    return environment
  }()

  static func backstep(
    _ arguments: [String] = [], with changes: [String: String?] = [:], columns: Int = 80, rows: Int = 24,
    standardOutput: String? = nil, home: StateHome = StateHome()
  ) throws -> Session {
    try start("backstep", arguments, changes, columns, rows, standardOutput, home)
  }

  /// Ends in the way its argument names, see `TerminalProbe`.
  static func probe(_ way: String, with changes: [String: String?] = [:]) throws -> Session {
    try start("TerminalProbe", [way], changes, 80, 24, nil, StateHome())
  }

  /// In a shell that knows foreground and background, followed by more of its language.
  ///
  /// - Parameter first: what the shell does before.
  static func underShell(
    _ rest: String, after first: String = "set -m", home: StateHome = StateHome()
  ) throws -> Session {
    let script = "\(first); '\(path("backstep"))'\(rest)"
    var environment = environment
    environment["XDG_STATE_HOME"] = home.path
    return Session(
      try PseudoTerminal(running: ["/bin/bash", "--norc", "-c", script], environment: environment), columns: 80,
      rows: 24, home: home)
  }

  private static func start(
    _ name: String, _ arguments: [String], _ changes: [String: String?], _ columns: Int, _ rows: Int,
    _ output: String?, _ home: StateHome
  ) throws -> Session {
    var environment = environment
    environment["XDG_STATE_HOME"] = home.path
    for (key, value) in changes { environment[key] = value }
    return Session(
      try PseudoTerminal(
        running: [path(name)] + arguments, environment: environment, columns: columns, rows: rows,
        standardOutput: output), columns: columns, rows: rows, home: home)
  }
}

/// A folder for the sessions of one test, which is gone after it.
final class StateHome {
  let path = NSTemporaryDirectory() + "/backstep-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var sessions: [String] {
    let folder = path + "/backstep/sessions/layers"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".session") }.sorted().map { "\(folder)/\($0)" }
  }

  /// The lines of the only session, without their checksums.
  func lines() throws -> [String] {
    try String(contentsOfFile: sessions.first ?? "", encoding: .utf8).split(separator: "\n").map {
      String($0.dropLast(11))
    }
  }
}
