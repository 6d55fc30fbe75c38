import Sessions
import Stepping
import TensorMath
import Testing

/// A session that is cut off or damaged loses its tail from the first wrong line on, and nothing else.
struct SessionFileTests {
  private let header = SessionHeader(
    lesson: "layers", files: 0x1234, machine: MachineFingerprint(architecture: "x86_64", lanes: 8, blas: "BLAS 1 x"),
    seed: 7, settings: ["hidden-layers=2", "data=own file.csv"], continues: "layers-2")

  private func session(_ count: Int = 40) -> SessionFile {
    var random = RandomSource(seed: 3, purpose: "file")
    return SessionFile(header, (0..<count).map { _ in RandomEvents.next(&random) })
  }

  @Test func whatIsWrittenComesBack() throws {
    let session = session()
    let read = try SessionFile(bytes: Array(session.text.utf8))
    #expect(read.header == header && read.events == session.events)
    #expect(read.isSealed && read.damage == nil)
    #expect(read.text == session.text)
    #expect(read.lineNumbers.first == session.header.lines.count + 1)
  }

  @Test func everyPlaceToCutLosesTheTailOnly() throws {
    let session = session()
    let bytes = Array(session.text.utf8)
    let headerEnd = SessionFile(header).text.utf8.count
    for end in headerEnd...bytes.count {
      let read = try SessionFile(bytes: Array(bytes[..<end]))
      let whole = bytes[headerEnd..<end].count { $0 == 0x0a }
      #expect(read.events == Array(session.events.prefix(whole)))
      let lineEnd = bytes[..<end].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
      #expect(read.damage?.offset == (lineEnd == end ? nil : lineEnd))
      #expect((read.damage?.count ?? 0) == end - lineEnd)
    }
    // A header that is cut off is no session.
    for end in 0..<headerEnd {
      #expect(throws: SessionError.self) { try SessionFile(bytes: Array(bytes[..<end])) }
    }
  }

  @Test func everyFlippedBitIsFound() throws {
    let session = session(12)
    let bytes = Array(session.text.utf8)
    let headerEnd = SessionFile(header).text.utf8.count
    for bit in headerEnd * 8..<bytes.count * 8 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      let read = try SessionFile(bytes: damaged)
      let before = bytes[headerEnd..<bit / 8].count { $0 == 0x0a }
      #expect(read.events == Array(session.events.prefix(before)), "bit \(bit)")
      #expect(read.damage != nil)
    }
  }

  @Test func randomDamageLosesTheTailOnly() throws {
    var random = RandomSource(seed: 5, purpose: "damage")
    let session = session()
    let bytes = Array(session.text.utf8)
    let headerEnd = SessionFile(header).text.utf8.count
    for _ in 0..<500 {
      var damaged = bytes
      let start = headerEnd + random.integer(below: bytes.count - headerEnd)
      let length = 1 + random.integer(below: 600)
      for place in start..<min(start + length, bytes.count) {
        damaged[place] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.integer(below: 3) == 0 { damaged.removeLast(random.integer(below: damaged.count - start)) }
      let read = try SessionFile(bytes: damaged)
      let before = bytes[headerEnd..<start].count { $0 == 0x0a }
      #expect(read.events.starts(with: session.events.prefix(before)))
      #expect(session.events.starts(with: read.events))
    }
  }

  @Test func oneWrittenByHandNeedsNoChecksums() throws {
    let text = """
      backstep-session 1
      # for tomorrow's class
      lesson layers

      begin
      step operation
      # the second one
      run to 0 99 14
      """
    let read = try SessionFile(bytes: Array(text.utf8))
    #expect(read.header == SessionHeader(lesson: "layers") && !read.isSealed)
    #expect(read.events == [.step(.operation), .ran(isBack: false, to: Moment(iteration: 99, position: 14), hits: [])])
    #expect(read.lineNumbers == [6, 8])
  }

  @Test(arguments: [
    ("", "found an empty file, needed a session."),
    ("hello\n", #"line 1: found "hello", needed backstep-session 1."#),
    (
      "backstep-session 2\n",
      #"line 1: found "backstep-session 2", needed version 1, which is all that this Backstep can read."#
    ),
    ("backstep-session 1\n", "line 1: found the end of what can be read, needed the line begin."),
    ("backstep-session 1\nbegin\n", "line 2: found the end of what can be read, needed a line that names the lesson."),
    (
      "backstep-session 1\nlessen layers\n",
      #"line 2: found "lessen layers", needed one of the lines lesson, files, machine, seed, set, continues, begin. Did you mean "lesson"?"#
    ),
    (
      "backstep-session 1\nlesson layers\nbegin\nstep\n",
      #"line 4: found "step", needed what docs/SESSIONS.md says of step."#
    ),
    (
      "backstep-session 1\nlesson layers\nbegin\nundoo\n",
      #"line 4: found "undoo", needed one of step, back, go, run, run-back, learning-rate, constants, edit, structure, restart, undo, redo, branch, rename, drop, compare, breakpoints, answer, goal, tour, check. Did you mean "undo"?"#
    ),
  ]) func whatIsWrongIsSaidWithItsLine(_ text: String, _ message: String) {
    do throws(SessionError) {
      _ = try SessionFile(bytes: Array(text.utf8))
      Issue.record("no error")
    } catch { #expect(error.description == message) }
  }

  @Test func bytesOfAnyKindAreNoCrash() {
    var random = RandomSource(seed: 9, purpose: "fuzz")
    let bytes = Array(session().text.utf8)
    for _ in 0..<500 {
      var some = bytes
      for _ in 0..<1 + random.integer(below: 20) {
        some[random.integer(below: some.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      _ = try? SessionFile(bytes: some)
      // Without its checksums it is read as if somebody had written it.
      let bare = String(decoding: some, as: UTF8.self).split(separator: "\n").map { $0.dropLast(11) + "\n" }.joined()
      _ = try? SessionFile(bytes: Array(bare.utf8))
      _ = try? SessionFile(bytes: (0..<200).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
  }
}
