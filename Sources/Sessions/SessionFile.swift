public import Stepping
import Wording

/// A session: what it began with and what was done, in order. The format is in `docs/SESSIONS.md`.
public struct SessionFile: Hashable, Sendable {
  public var header: SessionHeader
  public var events: [RunEvent]
  /// The lines that the events stand in, counted from 1.
  public private(set) var lineNumbers: [Int] = []
  /// Whether its lines have checksums: all of them, or none where somebody wrote it by hand.
  public private(set) var isSealed = true
  /// The end of what could be read, in bytes, and why not more; nil when that was all.
  public private(set) var damage: Damage?

  /// A tail that is not what was written.
  public struct Damage: Hashable, Sendable {
    /// The first line of it, counted from 1.
    public let line: Int
    /// Where it begins, in bytes.
    public let offset: Int
    /// How many bytes it has.
    public let count: Int
  }

  public init(_ header: SessionHeader, _ events: [RunEvent] = []) {
    self.header = header
    self.events = events
  }

  /// As it is kept, with checksums.
  public var text: String {
    (header.lines + events.map(EventText.line)).map(SealedLine.seal).joined()
  }

  /// Sessions are no larger than this: a day of keys is a hundredth of it.
  public static let largestFile = 256 << 20

  /// Reads a session. Of one with checksums everything up to the first damaged line counts; one without is
  /// read to its end or not at all.
  public init(bytes: [UInt8]) throws(SessionError) {
    var reader = LineReader(bytes)
    guard let first = reader.next() else {
      throw SessionError(line: 0, found: "an empty file", needed: "a session")
    }
    let sealed = SealedLine.open(first.bytes)
    isSealed = sealed != nil && first.isWhole
    try Self.checkFirst(sealed ?? String(decoding: first.bytes, as: UTF8.self))
    header = SessionHeader(lesson: "")
    events = []
    var hasBegun = false
    while let line = reader.next() {
      guard let text = isSealed ? (line.isWhole ? SealedLine.open(line.bytes) : nil) : Self.plain(line.bytes) else {
        if !isSealed { throw SessionError(line: line.number, found: "bytes that are not UTF-8", needed: "text") }
        damage = Damage(line: line.number, offset: line.offset, count: bytes.count - line.offset)
        break
      }
      // Hand-written sessions may have empty lines and remarks.
      if !isSealed, text.isEmpty || text.hasPrefix("#") { continue }
      if hasBegun {
        guard let event = EventText.event(text) else { throw Self.unknown(text, line.number) }
        events.append(event)
        lineNumbers.append(line.number)
      } else {
        do throws(SessionError) { hasBegun = try header.read(text) } catch {
          var error = error
          error.line = line.number
          throw error
        }
      }
    }
    guard hasBegun, !header.lesson.isEmpty else {
      throw SessionError(
        line: reader.number, found: "the end of what can be read",
        needed: hasBegun ? "a line that names the lesson" : "the line begin")
    }
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String? {
    var bytes = bytes
    while let last = bytes.last, last == 0x20 || last == 0x0d || last == 0x09 { bytes.removeLast() }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func checkFirst(_ line: String) throws(SessionError) {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.first.map(String.init) == SessionHeader.firstWord else {
      throw SessionError(
        line: 1, found: Quotation.quoted(line), needed: "\(SessionHeader.firstWord) \(SessionHeader.version)")
    }
    guard words.count > 1, Int(words[1]) == SessionHeader.version else {
      throw SessionError(
        line: 1, found: Quotation.quoted(line),
        needed: "version \(SessionHeader.version), which is all that this Backstep can read")
    }
  }

  private static let verbs = [
    "step", "back", "go", "run", "run-back", "learning-rate", "constants", "edit", "structure", "restart", "undo",
    "redo", "branch", "rename", "drop", "compare", "breakpoints", "answer", "goal", "tour", "check",
  ]

  private static func unknown(_ line: String, _ number: Int) -> SessionError {
    let verb = String(line.prefix { $0 != " " })
    let isKnown = verbs.contains(verb)
    return SessionError(
      line: number, found: Quotation.quoted(line),
      needed: isKnown ? "what docs/SESSIONS.md says of \(verb)" : "one of \(verbs.joined(separator: ", "))",
      suggestion: isKnown ? nil : NearestName.suggestion(for: verb, among: verbs))
  }
}

/// Bytes line by line.
private struct LineReader {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var number = 0

  struct Line {
    let bytes: ArraySlice<UInt8>
    let number: Int
    let offset: Int
    /// Whether it has its line break.
    let isWhole: Bool
  }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    let end = bytes[start...].firstIndex(of: 0x0a)
    position = end.map { $0 + 1 } ?? bytes.count
    number += 1
    return Line(bytes: bytes[start..<(end ?? bytes.count)], number: number, offset: start, isWhole: end != nil)
  }
}
