import Autodiff
import Foundation
import Lessons
import Sessions
import Stepping
import Storage
import TensorMath
import Testing

/// What is done is on the disk when `record` returns, survives every cut, and is gone on with.
struct SessionKeeperTests {
  private let header = SessionHeader(lesson: "layers", files: 5, seed: 1)

  private func keeper(_ folder: TemporaryFolder) -> SessionKeeper {
    SessionKeeper(StateFolder(path: "\(folder.path)/state"))
  }

  private func path(_ folder: TemporaryFolder, _ number: Int = 1) -> String {
    "\(folder.path)/state/sessions/layers/layers-\(number).session"
  }

  private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

  @Test func aSessionIsMadeWithItsFirstEventAndGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let first = keeper(folder)
    first.begin(log: first.prepare(header))
    #expect(!FileBytes.isFile(path(folder)))
    first.record(.step(.operation))
    first.record(.note(.goal(iteration: 3)))
    #expect(try SessionFile(bytes: bytes(path(folder))).events == [.step(.operation), .note(.goal(iteration: 3))])
    first.begin(log: 0)

    let second = keeper(folder)
    let kept = try #require(second.takeUp("layers", files: 5))
    #expect(kept.session.file.events.count == 2 && kept.session.asideFile == nil)
    second.begin(log: kept.log)
    second.record(.undo)
    #expect(try SessionFile(bytes: bytes(path(folder))).events.last == .undo)
    #expect(second.progress.lessons["layers"]?.goal == 3)
    #expect(second.takeNotices().isEmpty && first.takeNotices().isEmpty)
    // Other files are another lesson.
    #expect(keeper(folder).takeUp("layers", files: 6) == nil)
    #expect(keeper(folder).takeUp("neuron", files: 5) == nil)
  }

  /// A thousand times the power goes at a random byte; each time what was whole is there and is gone on with.
  @Test func aThousandCutsAtRandomBytes() throws {
    let folder = try TemporaryFolder()
    var random = RandomSource(seed: 1, purpose: "cuts")
    let events = (0..<60).map { index in
      RunEvent.go(to: Moment(iteration: index * index, position: 1 + index))
    }
    let writer = keeper(folder)
    writer.begin(log: writer.prepare(header))
    for event in events { writer.record(event) }
    writer.begin(log: 0)
    let whole = try bytes(path(folder))
    let headerEnd = SessionFile(header).text.utf8.count
    for _ in 0..<1000 {
      let end = headerEnd + random.integer(below: whole.count - headerEnd + 1)
      try Data(whole[..<end]).write(to: URL(fileURLWithPath: path(folder)))
      let keeper = keeper(folder)
      let kept = try #require(keeper.takeUp("layers", files: 5))
      let count = whole[headerEnd..<end].count { $0 == 0x0a }
      #expect(kept.session.file.events == Array(events.prefix(count)))
      let tail = Array(whole[..<end]).suffix(while: { $0 != 0x0a })
      if let aside = kept.session.asideFile {
        #expect(try bytes(aside) == Array(tail))
        try FileManager.default.removeItem(atPath: aside)
      } else {
        #expect(tail.isEmpty)
      }
      keeper.begin(log: kept.log)
      keeper.record(.redo)
      #expect(try SessionFile(bytes: bytes(path(folder))).events == Array(events.prefix(count)) + [.redo])
      keeper.begin(log: 0)
    }
  }

  @Test func aDamagedSessionIsNeverLost() throws {
    let folder = try TemporaryFolder()
    let writer = keeper(folder)
    writer.begin(log: writer.prepare(header))
    writer.record(.undo)
    writer.begin(log: 0)
    // A header that cannot be read: the file stays, another session begins beside it.
    var damaged = try bytes(path(folder))
    damaged[3] ^= 0xff
    try Data(damaged).write(to: URL(fileURLWithPath: path(folder)))
    let keeper = keeper(folder)
    #expect(keeper.takeUp("layers", files: 5) == nil)
    #expect(keeper.takeNotices().first?.english.contains("cannot be taken up") == true)
    keeper.begin(log: keeper.prepare(header))
    keeper.record(.redo)
    #expect(try bytes(path(folder)) == damaged)
    #expect(try SessionFile(bytes: bytes(path(folder, 2))).events == [.redo])
  }

  @Test func twoAtOnceDoNotWriteIntoOneFile() throws {
    let folder = try TemporaryFolder()
    let first = keeper(folder)
    first.begin(log: first.prepare(header))
    first.record(.undo)
    let second = keeper(folder)
    #expect(second.takeUp("layers", files: 5) == nil)
    #expect(second.takeNotices().first?.english.contains("open in another Backstep") == true)
    second.begin(log: second.prepare(header))
    second.record(.redo)
    first.record(.undo)
    #expect(try SessionFile(bytes: bytes(path(folder))).events == [.undo, .undo])
    #expect(try SessionFile(bytes: bytes(path(folder, 2))).events == [.redo])
  }

  @Test func whereNothingCanBeWrittenItIsSaidOnce() throws {
    for blocked in ["/proc/backstep", "/dev/null/backstep"] {
      let keeper = SessionKeeper(StateFolder(path: blocked))
      keeper.begin(log: keeper.prepare(header))
      for _ in 0..<5 { keeper.record(.step(.operation)) }
      keeper.record(.note(.goal(iteration: 3)))
      let notices = keeper.takeNotices()
      #expect(notices.count == 1)
      #expect(notices.first?.english.hasPrefix("Nothing more is kept of this session") == true)
    }
  }

  @Test func runsThatAreLeftAreKept() throws {
    let folder = try TemporaryFolder()
    let keeper = keeper(folder)
    keeper.begin(log: keeper.prepare(header))
    let summary = RunSummary(settings: [], seed: 1, number: 0, iterations: 3, train: nil, test: nil)
    // What left no session was no run.
    keeper.leave(summary)
    keeper.record(.undo)
    // A line that was cut off is not continued.
    try folder.write("run cut o", to: "state/runs")
    keeper.leave(summary)
    let (lines, damaged) = SealedLines.open(try bytes("\(folder.path)/state/runs"))
    #expect(lines.compactMap(RunRecord.init).map(\.session) == ["layers-1"] && damaged == 1)
  }
}

extension Array where Element == UInt8 {
  fileprivate func suffix(while predicate: (UInt8) -> Bool) -> [UInt8] {
    Array(self[(lastIndex { !predicate($0) }.map { $0 + 1 } ?? 0)...])
  }
}
