public import Glibc

/// A terminal that a program can be run in without a person: what it writes is read here, keys are
/// written here. For tests of the program itself and for measuring it.
///
///     let terminal = try PseudoTerminal(running: ["backstep", "open", "neuron"], columns: 80, rows: 24)
///     terminal.readUntilQuiet()
///     terminal.write("q")
///
/// The program is the leader of a session of its own, with this as its controlling terminal: Ctrl+C
/// and changes of size reach it as signals. It is killed when the terminal goes away.
public final class PseudoTerminal {
  public let processID: pid_t
  /// Everything the program has written so far.
  public private(set) var output: [UInt8] = []
  /// How the program ended; nil while it runs, or as long as nobody has looked.
  public private(set) var ending: ProgramEnding?
  /// The terminal's settings before the program started.
  public let modesBefore: TerminalModes

  private let controller: Int32
  /// Kept open, so that what the program leaves behind can be looked at after its end.
  private let device: Int32

  /// - Parameters:
  ///   - command: the program's path, then its arguments.
  ///   - environment: all that the program sees; nothing is added.
  ///   - output: a file for its standard output instead of the terminal.
  public init(
    running command: [String], environment: [String: String], columns: Int = 80, rows: Int = 24,
    standardOutput output: String? = nil
  ) throws(PseudoTerminalError) {
    // posix_openpt, unlockpt and ptsname, which Swift does not see, are these three on Linux.
    let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: Int32 = 0
    var number: Int32 = 0
    guard controller >= 0, ioctl(controller, Self.setLock, &isLocked) == 0,
      ioctl(controller, Self.getNumber, &number) == 0
    else { throw .unavailable(errno) }
    let path = "/dev/pts/\(number)"
    let device = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard device >= 0 else { throw .unavailable(errno) }
    self.controller = controller
    self.device = device
    modesBefore = TerminalModes(of: device)
    Self.setSize(controller, columns, rows)
    do throws(PseudoTerminalError) {
      processID = try Spawning.spawn(command, environment, terminal: path, standardOutput: output)
    } catch {
      close(controller)
      close(device)
      throw error
    }
  }

  deinit {
    if ending == nil {
      kill(processID, SIGKILL)
      var status: Int32 = 0
      waitpid(processID, &status, 0)
    }
    close(controller)
    close(device)
  }

  // MARK: Writing

  public func write(_ text: String) { write(bytes: Array(text.utf8)) }

  /// Writes keys, reading meanwhile what the program writes, so that neither waits for the other.
  public func write(bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(controller, $0.baseAddress, min($0.count, 512)) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
      read(within: 0)
    }
  }

  public func resize(columns: Int, rows: Int) { Self.setSize(controller, columns, rows) }

  public func send(signal number: Int32) { kill(processID, number) }

  /// TIOCSPTLCK and TIOCGPTN.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  private static func setSize(_ descriptor: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize(
      ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  // MARK: Reading

  /// Takes in what the program writes, waiting for the first byte at most so long.
  ///
  /// - Returns: how many bytes came.
  @discardableResult
  public func read(within milliseconds: Int32) -> Int {
    var total = 0
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var watched = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    while poll(&watched, 1, total == 0 ? milliseconds : 0) > 0, watched.revents & Int16(POLLIN) != 0 {
      let count = Glibc.read(controller, &block, block.count)
      guard count > 0 else { break }
      output += block[..<count]
      total += count
    }
    return total
  }

  /// Reads until the program has written nothing for a while; gives up after `limit` milliseconds.
  @discardableResult
  public func readUntilQuiet(for quiet: Int32 = 60, limit: Int32 = 20_000) -> Int {
    let clock = Stopwatch()
    var total = 0
    while clock.milliseconds < Double(limit) {
      let count = read(within: quiet)
      if count == 0 { break }
      total += count
    }
    return total
  }

  /// Reads until a condition on the whole output holds; false when it does not within `limit`.
  @discardableResult
  public func read(limit: Int32 = 20_000, until isEnough: (PseudoTerminal) -> Bool) -> Bool {
    let clock = Stopwatch()
    while !isEnough(self) {
      guard clock.milliseconds < Double(limit) else { return false }
      read(within: 20)
      if !isRunning, read(within: 0) == 0 { return isEnough(self) }
    }
    return true
  }

  public func forgetOutput() { output = [] }

  // MARK: The end

  public var isRunning: Bool {
    if ending != nil { return false }
    var status: Int32 = 0
    guard waitpid(processID, &status, WNOHANG) == processID else { return true }
    ending = ProgramEnding(status: status)
    return false
  }

  /// Waits for the program to end, reading what it still writes. Nil when it goes on.
  public func waitForEnd(limit: Int32 = 20_000) -> ProgramEnding? {
    read(limit: limit) { !$0.isRunning }
    while read(within: 0) > 0 {}
    return ending
  }

  public var modes: TerminalModes { TerminalModes(of: device) }
}

/// Why no program could be run in a pseudo-terminal.
public enum PseudoTerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  case unavailable(Int32)
  case notStarted(String, Int32)

  public var description: String {
    switch self {
    case .unavailable(let code): "No pseudo-terminal could be opened: \(String(cString: strerror(code)))."
    case .notStarted(let path, let code): "\(path) could not be started: \(String(cString: strerror(code)))."
    }
  }
}
