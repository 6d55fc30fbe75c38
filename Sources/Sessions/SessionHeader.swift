import Wording

/// What a session begins with: which lesson, and what decided its bits besides what was done.
///
///     backstep-session 1
///     lesson layers
///     files 9a0d6c1f00b1e2c3
///     machine x86_64 lanes=8 blas="OpenBLAS 0.3.26 Zen"
///     seed 7
///     set hidden-layers=2
///     begin
public struct SessionHeader: Hashable, Sendable {
  /// A lesson's id.
  public var lesson: String
  /// A digest of the lesson's file and its data; nil when the session does not say.
  public var files: UInt64?
  /// The machine that did the arithmetic; nil when the session does not say.
  public var machine: MachineFingerprint?
  /// The seed of the weights, for people: ``settings`` has it where it is not the lesson's.
  public var seed: UInt64?
  /// What differs from the lesson's plan, see ``PlanSettings``.
  public var settings: [String]
  /// The session that this one goes on from: its name.
  public var continues: String?

  public static let firstWord = "backstep-session"
  public static let version = 1

  public init(
    lesson: String, files: UInt64? = nil, machine: MachineFingerprint? = nil, seed: UInt64? = nil,
    settings: [String] = [], continues: String? = nil
  ) {
    self.lesson = lesson
    self.files = files
    self.machine = machine
    self.seed = seed
    self.settings = settings
    self.continues = continues
  }

  /// Its lines, `begin` at the end.
  public var lines: [String] {
    var lines = [[Self.firstWord, "\(Self.version)"], ["lesson", lesson]]
    if let files { lines.append(["files", String(files, radix: 16)]) }
    if let machine { lines.append(["machine"] + machine.words) }
    if let seed { lines.append(["seed", "\(seed)"]) }
    if !settings.isEmpty { lines.append(["set"] + settings) }
    if let continues { lines.append(["continues", continues]) }
    return lines.map(LogWords.line) + ["begin"]
  }

  /// Takes in one line behind the first.
  ///
  /// - Returns: whether it was `begin`.
  mutating func read(_ line: String) throws(SessionError) -> Bool {
    guard let words = LogWords.words(line), let first = words.first else { throw Self.unreadable(line) }
    switch (first, words.count) {
    case ("begin", 1): return true
    case ("lesson", 2): lesson = words[1]
    case ("files", 2):
      guard let digest = UInt64(words[1], radix: 16) else { throw Self.unreadable(line) }
      files = digest
    case ("machine", 1...):
      guard let fingerprint = MachineFingerprint(Array(words.dropFirst())) else { throw Self.unreadable(line) }
      machine = fingerprint
    case ("seed", 2):
      guard let number = UInt64(words[1]) else { throw Self.unreadable(line) }
      seed = number
    case ("set", _): settings = Array(words.dropFirst())
    case ("continues", 2): continues = words[1]
    default: throw Self.unreadable(line)
    }
    return false
  }

  static let lineNames = ["lesson", "files", "machine", "seed", "set", "continues", "begin"]

  private static func unreadable(_ line: String) -> SessionError {
    let suggestion = NearestName.suggestion(for: String(line.prefix { $0 != " " }), among: lineNames)
    return SessionError(
      line: 0, found: Quotation.quoted(line), needed: "one of the lines \(lineNames.joined(separator: ", "))",
      suggestion: suggestion)
  }
}

/// What decides the last bits of sums: two machines that agree in it have the same bits.
public struct MachineFingerprint: Hashable, Sendable {
  /// `x86_64`
  public var architecture: String
  /// Floats that one vector instruction works on.
  public var lanes: Int
  /// The BLAS with the processor that it was chosen for.
  public var blas: String

  public init(architecture: String, lanes: Int, blas: String) {
    self.architecture = architecture
    self.lanes = lanes
    self.blas = blas
  }

  var words: [String] { [architecture, "lanes=\(lanes)", "blas=\(blas)"] }

  init?(_ words: [String]) {
    guard words.count == 3, let lanes = EventText.pair(words[1]), lanes.name == "lanes", let count = Int(lanes.value),
      let blas = EventText.pair(words[2]), blas.name == "blas"
    else { return nil }
    self.init(architecture: words[0], lanes: count, blas: blas.value)
  }
}
