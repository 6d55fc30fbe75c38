import Glibc

/// A terminal's settings (echo, line by line or key by key, …), to be compared before and after.
public struct TerminalModes: Hashable, Sendable, CustomStringConvertible {
  public let input: UInt32
  public let output: UInt32
  public let control: UInt32
  public let local: UInt32
  /// Which bytes mean interrupt, erase, end of file, and the rest.
  public let characters: [UInt8]

  init(of descriptor: Int32) {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    (input, output, control, local) = (modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag)
    characters = withUnsafeBytes(of: modes.c_cc) { Array($0) }
  }

  /// Whether lines are gathered before the program sees them, as a shell finds it.
  public var isLineByLine: Bool { local & UInt32(ICANON) != 0 }
  public var echoes: Bool { local & UInt32(ECHO) != 0 }

  public var description: String {
    "input \(hex(input)) output \(hex(output)) control \(hex(control)) local \(hex(local)) characters \(characters)"
  }

  private func hex(_ number: UInt32) -> String { String(number, radix: 16) }
}
