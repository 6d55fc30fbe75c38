import Foundation
import Testing

/// The built program, run whole: what it printed and how it ended.
struct ProgramRun {
  let output: String
  let errors: String
  let status: Int32
  /// Whether a signal ended it: a trap, most likely.
  let wasKilled: Bool

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: words, split at spaces.
  ///   - input: what it reads.
  init(_ arguments: String, input: String = "", environment: [String: String] = [:], folder: String? = nil) throws {
    try self.init(
      arguments.split(separator: " ").map(String.init), input: input, environment: environment, folder: folder)
  }

  init(_ arguments: [String], input: String = "", environment: [String: String] = [:], folder: String? = nil) throws {
    let process = Process()
    process.executableURL = try Self.program
    process.arguments = arguments
    var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": "/nonexistent"]
    variables["BACKSTEP_HOME"] = Self.repository
    variables.merge(environment) { $1 }
    process.environment = variables
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let (outputPipe, errorPipe, inputPipe) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = outputPipe
    process.standardError = errorPipe
    process.standardInput = inputPipe
    try process.run()
    inputPipe.fileHandleForWriting.write(Data(input.utf8))
    try inputPipe.fileHandleForWriting.close()
    // Errors are short: they fit into the pipe while the output is read.
    let output = outputPipe.fileHandleForReading.readDataToEndOfFile()
    let errors = errorPipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    self.output = String(decoding: output, as: UTF8.self)
    self.errors = String(decoding: errors, as: UTF8.self)
    status = process.terminationStatus
    wasKilled = process.terminationReason == .uncaughtSignal
  }

  /// The output as JSON.
  func json() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  /// Beside the tests' own executable.
  static var program: URL {
    get throws {
      let tests = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      var folder = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" } ?? tests
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("backstep")
        if folder.path.contains("/.build"), FileManager.default.isExecutableFile(atPath: candidate.path) {
          return candidate
        }
      }
      return try #require(nil as URL?, "backstep is not built beside \(tests.path)")
    }
  }

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
}

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("backstep-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// A copy of a lesson with one piece of its lesson.yaml replaced.
  func lesson(_ name: String, replacing old: String, with new: String) throws -> String {
    let source = "\(ProgramRun.repository)/lessons/\(name)"
    let folder = "\(path)/\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: source, toPath: folder)
    let text = try String(contentsOfFile: "\(folder)/lesson.yaml", encoding: .utf8)
    try #require(text.contains(old), "lesson.yaml of \(name) no longer has \(old)")
    try Data(text.replacing(old, with: new).utf8).write(to: URL(fileURLWithPath: "\(folder)/lesson.yaml"))
    return folder
  }
}
