import Sessions
import Stepping
import Testing

/// Progress and runs as lines, read back as they were.
struct ProgressTests {
  private func answer(_ id: String, _ skill: String?, right: Bool, closed: Bool) -> RunNote {
    .answer(
      RunNote.Answer(index: 0, id: id, skill: skill, wrongAnswers: right ? 0 : 1, isRight: right, isClosed: closed))
  }

  @Test func whatWasDoneIsKept() throws {
    let notes: [RunNote] = [
      answer("first", "sign", right: false, closed: false), answer("first", "sign", right: true, closed: true),
      answer("second", "sign", right: false, closed: true), answer("third", nil, right: true, closed: true),
      .goal(iteration: 300), .goal(iteration: 240), .goal(iteration: 500), .tourStop(2),
    ]
    var progress = Progress()
    progress.open("neuron")
    for note in notes { progress.add(note, to: "layers") }
    let lines = [Progress.line(opening: "neuron")] + notes.compactMap { Progress.line($0, in: "layers") }
    #expect(lines[1] == "answer layers 0 first skill=sign wrong=1 open")
    #expect(Progress(lines: lines) == progress)
    #expect(progress.lessons["layers"]?.goal == 240)
    #expect(progress.scores == ["sign": Progress.Score(right: 1, count: 2)])
    #expect(Progress(lines: ["", "opened", "goal x", "answer layers", "what is this"] + lines) == progress)
  }

  @Test func theLatestRecordOfARunCounts() throws {
    func record(_ session: String, _ number: Int, _ iterations: Int) -> RunRecord {
      RunRecord(
        session: session, lesson: "layers",
        RunSummary(
          settings: ["data=a b"], seed: 7, number: number, iterations: iterations,
          train: EvaluationPoint.Score(loss: 0.1, metric: 1 / 3), test: nil))
    }
    let records = [record("layers-1", 0, 10), record("layers-1", 1, 5), record("layers-1", 0, 20)]
    let lines = records.map(\.line)
    #expect(lines.map(RunRecord.init) == records.map(Optional.some))
    #expect(RunRecord.latest(lines + ["nothing"]) == [records[2], records[1]])
  }

  @Test func checksumsAreTheUsualOnes() {
    // The check value of CRC-32/ISO-HDLC.
    #expect(Checksum.crc32("123456789".utf8) == 0xcbf4_3926)
    #expect(SealedLine.seal("undo") == "undo  #\(String(Checksum.crc32("undo".utf8), radix: 16))\n")
    #expect(SealedLine.open("undo  #00000000".utf8) == nil && SealedLine.open("".utf8) == nil)
  }
}
