import Foundation
import Testing

/// Whoever reads the output may stop, and the disk may be full.
struct StreamTests {
  private func shell(_ command: String) throws -> (output: String, errors: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.environment = [
      "BACKSTEP_HOME": ProgramRun.repository, "PROGRAM": try ProgramRun.program.path, "PATH": "/usr/bin:/bin",
    ]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, complaints, process.terminationStatus)
  }

  @Test(arguments: [
    "trace layers", "train neuron --epochs 100000 --format jsonl", "keys", "export csv layers --iterations 20000",
  ])
  func aReaderThatLeavesIsNoError(arguments: String) throws {
    for ignoring in ["", "trap '' PIPE; "] {
      let run = try shell("\(ignoring)\"$PROGRAM\" \(arguments) | head -c 10")
      #expect(run.output.utf8.count == 10 && run.errors.isEmpty && run.status == 0, "\(run.errors)")
    }
  }

  @Test func aFullDiskIsReported() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let run = try shell("\"$PROGRAM\" trace neuron > /dev/full")
    #expect(run.status == 73 && run.errors.contains("cannot be written"))
  }

  @Test func nothingIsPrintedOnStandardErrorWhenAllIsWell() throws {
    #expect(try ProgramRun("train neuron --epochs 2").errors.isEmpty)
    #expect(try ProgramRun("lessons").errors.isEmpty)
  }
}
