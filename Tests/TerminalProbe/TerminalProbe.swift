import Foundation
import NcursesBackend
import Screen

/// Takes the terminal over and then ends in the way that its argument names, as a defect of the program
/// would: the tests look at what is left of the terminal.
@main
struct TerminalProbe {
  private struct DrawingError: Error, CustomStringConvertible {
    let description = "drawing failed: probe-message"
  }

  static func main() throws {
    let way = CommandLine.arguments.dropFirst().first ?? ""
    let terminal = try NcursesTerminal(environment: ProcessInfo.processInfo.environment)
    var frame = Frame(size: terminal.size)
    frame.put("probe is up", x: 0, y: 0)
    terminal.show(frame)
    print("printed to output: probe-message")
    FileHandle.standardError.write(Data("printed to errors: probe-message\n".utf8))
    switch way {
    case "return": break
    case "error": throw DrawingError()
    case "exit": exit(3)
    case "trap": fatalError("trapped: probe-message")
    case "precondition": precondition(CommandLine.arguments.isEmpty, "precondition: probe-message")
    case "index": print([1, 2, 3][CommandLine.arguments.count + 7])
    case "overflow": print(Int.max + CommandLine.arguments.count)
    case "abort": abort()
    default: _ = terminal.nextEvent(timeout: nil)
    }
    terminal.stop()
  }
}
