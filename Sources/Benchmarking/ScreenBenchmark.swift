import PseudoTerminal

/// Measures the workbench as a person has it: the program in a terminal, seen from outside.
///
/// Keys go in and bytes come out of a pseudo-terminal that is read at once, so that what is timed is the
/// program and the kernel, no terminal's drawing.
public struct ScreenBenchmark {
  private let command: [String]
  private let environment: [String: String]

  /// - Parameters:
  ///   - program: the path of `backstep`.
  ///   - environment: what it sees, besides a terminal of 120×36 with 256 colors.
  ///   - lesson: which one is opened.
  public init(program: String, environment: [String: String], lesson: String = "layers") {
    command = [program, "open", lesson]
    self.environment = environment.merging(["TERM": "xterm-256color", "LANG": "C.UTF-8"]) { $1 }
  }

  /// Takes about two minutes.
  ///
  /// - Parameter bareSpeed: iterations a second of the same run without a screen, measured over so many
  ///   seconds whenever it is called.
  public func measure(
    bareSpeed: (_ seconds: Double) -> Double
  ) throws -> ScreenBenchmarkReport {
    let firstFrames = try (0..<9).map { _ in try timeToFirstFrame() }
    let terminal = try opened()
    let steps = (0..<60).map { _ in bytes(for: "n", terminal) }
    let paused = try latencies(terminal, count: 100)
    let idle = idleActivity(terminal, milliseconds: 3000)
    terminal.write("c")  // at full speed from the first moment on, where Space gathers speed
    terminal.read(within: 500)
    let training = try latencies(terminal, count: 100)
    let residentBytes = ProcessActivity(of: terminal.processID)?.residentBytes ?? 0
    terminal.write(" ")
    terminal.readUntilQuiet(limit: 3000)
    // Taken in turn and shortly after one another, so that whatever else the machine does falls on both.
    let pairs = (0..<40).map { _ in (live: liveSpeed(terminal, seconds: 0.5), bare: bareSpeed(0.5)) }
    leave(terminal)
    return ScreenBenchmarkReport(
      firstFrame: firstFrames, keyPaused: paused, keyTraining: training, bytesPerStep: steps, idle: idle,
      residentBytes: residentBytes, speeds: pairs)
  }

  // MARK: Frames

  /// What ends each frame on terminals like xterm.
  private static let endOfFrame = Array("\u{1B}[?2026l".utf8)

  private func start() throws -> PseudoTerminal {
    try PseudoTerminal(running: command, environment: environment, columns: 120, rows: 36)
  }

  /// Milliseconds from starting the program to the end of its first frame.
  private func timeToFirstFrame() throws -> Double {
    let clock = Stopwatch()
    let terminal = try start()
    try readFirstFrame(terminal)
    let time = clock.milliseconds
    terminal.readUntilQuiet(limit: 3000)
    leave(terminal)
    return time
  }

  private func opened() throws -> PseudoTerminal {
    let terminal = try start()
    try readFirstFrame(terminal)
    terminal.readUntilQuiet(for: 200, limit: 3000)
    return terminal
  }

  private func readFirstFrame(_ terminal: PseudoTerminal) throws {
    guard terminal.read(limit: 5000, until: { contains(Self.endOfFrame, $0.output[...]) }) else {
      throw ScreenBenchmarkError.noFirstFrame
    }
  }

  private func leave(_ terminal: PseudoTerminal) {
    terminal.write("qq")
    _ = terminal.waitForEnd(limit: 3000)
  }

  // MARK: Keys

  private static let unusedKey = "~"
  /// Words of its answer. Cells that show the same letter already are not written again, so that a word may come in
  /// pieces; not all of them will.
  private static let answer = ["does", "nothing", "here;", "lists", "keys"].map { Array($0.utf8) }

  /// Milliseconds from a key to its own answer on the screen. While the run draws by itself, bytes as
  /// such say nothing: a key that does nothing is answered in words, and those are waited for.
  private func latencies(_ terminal: PseudoTerminal, count: Int) throws -> [Double] {
    try (0..<count).map { _ in
      // What the run itself has to say may take the answer's place: once or twice, not thrice.
      for _ in 0..<3 {
        if let time = latency(terminal) { return time }
      }
      throw ScreenBenchmarkError.noAnswer(key: Self.unusedKey)
    }
  }

  private func latency(_ terminal: PseudoTerminal) -> Double? {
    // Another key takes the words away; a pause that is no multiple of the frames' meets them anywhere.
    terminal.write("y")
    terminal.read(within: 60)
    terminal.read(within: Int32.random(in: 1...40))
    terminal.forgetOutput()
    let clock = Stopwatch()
    terminal.write(Self.unusedKey)
    let isAnswered = terminal.read(limit: 2000) { terminal in
      Self.answer.contains { contains($0, terminal.output[...]) }
    }
    return isAnswered ? clock.milliseconds : nil
  }

  private func bytes(for key: String, _ terminal: PseudoTerminal) -> Int {
    terminal.write(key)
    return terminal.read(within: 1000) + terminal.readUntilQuiet(limit: 1000)
  }

  private func idleActivity(_ terminal: PseudoTerminal, milliseconds: Int32) -> ScreenBenchmarkReport.Idle {
    terminal.readUntilQuiet(for: 400, limit: 3000)
    let before = ProcessActivity(of: terminal.processID)
    let bytes = terminal.read(within: milliseconds)
    let after = ProcessActivity(of: terminal.processID)
    return ScreenBenchmarkReport.Idle(
      bytes: bytes, wakeUps: (after?.voluntarySwitches ?? 0) - (before?.voluntarySwitches ?? 0))
  }

  // MARK: Speed

  /// Iterations a second with the screen live.
  private func liveSpeed(_ terminal: PseudoTerminal, seconds: Double) -> Double {
    let before = iteration(terminal)
    let clock = Stopwatch()
    terminal.write("c")
    while clock.milliseconds < seconds * 1000 {
      terminal.read(within: 10)
      terminal.forgetOutput()
    }
    terminal.write(" ")
    let time = clock.milliseconds / 1000
    terminal.readUntilQuiet(for: 200, limit: 3000)
    return Double(iteration(terminal) - before) / time
  }

  /// The iteration in the first line, read from a screen that is drawn anew.
  private func iteration(_ terminal: PseudoTerminal) -> Int {
    terminal.forgetOutput()
    terminal.write("\u{C}")
    terminal.read(within: 1000)
    terminal.readUntilQuiet(for: 100, limit: 2000)
    let text = String(decoding: terminal.output, as: UTF8.self)
    guard let match = text.firstMatch(of: #/iteration (\d+)/#) else { return 0 }
    return Int(match.1) ?? 0
  }

  private func contains(_ wanted: [UInt8], _ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = wanted.first, bytes.count >= wanted.count else { return false }
    var place = bytes.startIndex
    while let found = bytes[place...].firstIndex(of: first) {
      if bytes[found...].starts(with: wanted) { return true }
      place = found + 1
    }
    return false
  }
}
