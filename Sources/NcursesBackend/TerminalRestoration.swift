internal import CNcurses
internal import Glibc

/// The time between taking the terminal over and giving it back.
///
/// It is given back exactly once: by ``end()``, when the last reference goes, at `exit`, or by a signal
/// handler when the process traps or is killed. What others printed meanwhile appears afterwards.
final class TerminalRestoration {
  init(
    terminalName: String, input: Int32, output: Int32, withColors: Bool, speaksXterm: Bool
  ) throws(TerminalError) {
    let result = cn_start(terminalName, input, output, withColors, speaksXterm)
    switch cn_result(UInt32(result)) {
    case CN_OK: break
    case CN_ALREADY_STARTED: throw .alreadyStarted
    case CN_NO_DESCRIPTOR: throw .noKeyboard
    default: throw .unknownTerminal(terminalName)
    }
  }

  deinit { cn_stop() }

  func end() { cn_stop() }

  /// What was written to standard output and standard error since the start.
  var capturedOutput: String {
    let count = cn_captured_size()
    guard count > 0 else { return "" }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      used = buffer.withMemoryRebound(to: CChar.self) { cn_captured_read(0, $0.baseAddress, count) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
