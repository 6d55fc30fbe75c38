import Lessons
import Storage
import TensorMath
import Testing

/// Whatever bytes a lesson file holds, it is read or refused: never a trap, never a hang.
struct LessonFuzzTests {
  private func read(_ bytes: [UInt8]) {
    guard let file = try? LessonFile(bytes: bytes, file: "lesson.yaml") else { return }
    _ = try? Lesson(file, text: file.title)
  }

  @Test func mutatedLessons() throws {
    var random = RandomSource(seed: 11)
    let alphabet = Array("{}[]:,-&*!|>'\"%@`#?\\ \n\t0129.eE~<=_zé中\u{0}\u{1b}".utf8) + [0x80, 0xFF, 0xC3]
    for stored in try shippedLessons() {
      let original = try FileBytes.read("\(stored.folder)/lesson.yaml", limit: 1 << 20)
      for _ in 0..<400 {
        var bytes = original
        for _ in 0...random.integer(below: 6) {
          let place = random.integer(below: bytes.count)
          switch random.integer(below: 5) {
          case 0: bytes[place] = alphabet[random.integer(below: alphabet.count)]
          case 1: bytes.insert(alphabet[random.integer(below: alphabet.count)], at: place)
          case 2: bytes.remove(at: place)
          case 3: bytes.removeSubrange(place..<min(place + random.integer(below: 80), bytes.count))
          default:
            let from = random.integer(below: bytes.count)
            bytes.insert(contentsOf: bytes[from..<min(from + 40, bytes.count)], at: place)
          }
          if bytes.isEmpty { bytes = [0] }
        }
        read(bytes)
      }
    }
  }

  @Test func randomBytes() {
    var random = RandomSource(seed: 5)
    for _ in 0..<500 {
      read((0..<random.integer(below: 200)).map { _ in UInt8(random.integer(below: 256)) })
    }
  }

  /// Every beginning of a lesson: what a half-written file holds.
  @Test func truncatedLessons() {
    let bytes = Array(smallLesson.utf8)
    for count in 0..<bytes.count { read(Array(bytes.prefix(count))) }
  }

  struct Hostile: Sendable {
    let name: String
    let text: String
    let problem: LessonError.Problem
  }

  static let hostile: [Hostile] = [
    Hostile(name: "brackets", text: String(repeating: "[", count: 100_000), problem: .tooDeep),
    Hostile(name: "braces", text: String(repeating: "{a: ", count: 20_000), problem: .tooDeep),
    Hostile(name: "dashes", text: String(repeating: "- ", count: 50_000), problem: .tooDeep),
    Hostile(name: "question marks", text: String(repeating: "? ", count: 50_000), problem: .tooDeep),
    Hostile(name: "indentation", text: String(repeating: " ", count: 100_000) + "a: b", problem: .tooDeep),
    Hostile(
      name: "anchors of anchors",
      text: "a: &a [x, x]\n" + (0..<30).map { "b\($0): &b\($0) [*a, *a]" }.joined(separator: "\n"), problem: .notYAML),
    Hostile(name: "too much", text: String(repeating: "a: b\n", count: 100_000), problem: .tooLarge),
    Hostile(name: "nothing", text: "", problem: .notYAML),
    Hostile(name: "only a comment", text: "# lesson", problem: .notYAML),
    Hostile(name: "a list", text: "- a", problem: .wrongType),
    Hostile(name: "two documents", text: "a: b\n---\nc: d", problem: .notYAML),
    Hostile(name: "a list for a key", text: "[a, b]: c", problem: .wrongType),
    Hostile(name: "two spellings of a key", text: "1: a\n\"1\": b", problem: .repeatedKey),
  ]

  @Test(arguments: hostile) func hostileFiles(_ hostile: Hostile) {
    let error = #expect(throws: LessonError.self) {
      try LessonFile(bytes: Array(hostile.text.utf8), file: "lesson.yaml")
    }
    #expect(error?.problem == hostile.problem, "\(hostile.name): \(error?.description ?? "")")
  }

  @Test func bytesThatAreNotText() {
    let error = #expect(throws: LessonError.self) {
      try LessonFile(bytes: Array("id: a\norder: 1.1\n".utf8) + [0xFF, 0xFE], file: "lesson.yaml")
    }
    #expect(
      error?.description
        == "lesson.yaml, line 3, column 1: found bytes that are not UTF-8 text, needed UTF-8. Save the file as UTF-8.")
  }
}
