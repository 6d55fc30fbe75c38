import Foundation
import Testing

struct TrainingTests {
  private func lines(_ arguments: String) throws -> [[String: Any]] {
    let run = try ProgramRun(arguments)
    #expect(run.status == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func aLineForEachEpochAndPart() throws {
    let lines = try lines("train neuron --epochs 3 --format jsonl")
    #expect(lines.count == 6)
    for line in lines {
      #expect(Set(line.keys).isSuperset(of: ["iteration", "epoch", "split", "loss", "accuracy", "seconds"]))
    }
    #expect(lines.map { $0["split"] as? String } == ["train", "test", "train", "test", "train", "test"])
    #expect(lines.last?["final"] as? Bool == true)
    #expect(lines.first?["final"] == nil)
    #expect(lines.last?["epoch"] as? Int == 3)
  }

  @Test func theSameSeedGivesTheSameNumbers() throws {
    func losses(_ seed: Int) throws -> [Double?] {
      try lines("train layers --iterations 40 --seed \(seed) --format jsonl").map { $0["loss"] as? Double }
    }
    #expect(try losses(5) == losses(5))
    #expect(try losses(5) != losses(6))
  }

  @Test func knobsAreTurned() throws {
    let slow = try lines("train layers --epochs 1 --set learning-rate=0 --format jsonl")
    let start = try lines("train layers --epochs 0 --set learning-rate=0 --format jsonl")
    #expect(slow.last?["loss"] as? Double == start.last?["loss"] as? Double)
  }

  @Test func theTableSaysWhetherTheGoalIsReached() throws {
    let run = try ProgramRun("train neuron")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("    epoch"))
    #expect(run.output.contains("Goal "))
  }

  @Test func aNumberThatIsNoneIsReportedWithItsStep() throws {
    let run = try ProgramRun(
      "train backprop --set learning-rate=1000 --set activation=relu --epochs 200 --format jsonl")
    #expect(run.status == 0 && !run.wasKilled)
    #expect(run.errors.contains(" became ") && run.errors.contains(", step "), "\(run.errors)")
    let last = try #require(run.output.split(separator: "\n").last)
    #expect(last.contains(#""observation":"#) && last.contains(#""final":true"#))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(last.utf8)) }
  }

  @Test func itStopsWhenAConditionBecomesTrue() throws {
    let run = try ProgramRun([
      "train", "layers", "--stop-when", "loss > 100", "--stop-when", "test_accuracy >= 0.6",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let sentence = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("Stopped when ") })
    #expect(sentence.hasPrefix("Stopped when test_accuracy >= 0.6: test_accuracy is 0."), "\(sentence)")
    // The loss of an iteration is there before its update: what is counted are the iterations finished.
    let lines = try lines("train neuron --stop-when iteration==7 --format jsonl")
    #expect(lines.last?["iteration"] as? Int == 7 && lines.last?["final"] as? Bool == true)
  }

  @Test func whatWasObservedIsTold() throws {
    let run = try ProgramRun("train layers --set learning-rate=30 --epochs 3 --format jsonl")
    #expect(run.status == 0)
    #expect(run.errors.contains("Iteration ") && run.errors.contains("saturated"), "\(run.errors)")
    let last = try #require(run.output.split(separator: "\n").last)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    let observations = try #require(object["observations"] as? [[String: Any]])
    #expect(Set(observations.compactMap { $0["kind"] as? String }).isSuperset(of: ["saturated_units", "divergence"]))
    #expect(observations.allSatisfy { $0["iteration"] is Int && $0["value"] is String })
    // It went on to the end: no number was none.
    #expect(object["epoch"] as? Int == 3 && object["observation"] == nil)
    #expect(try lines("train layers --epochs 1 --format jsonl").last?["observations"] as? [String] == [])
  }

  @Test func ownTablesAreLearned() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "\($0 % 10),\(($0 * 7) % 13),\(["low", "mid", "high"][($0 % 10) / 4])" }
    let file = try folder.write("a,b,level\n" + rows.joined(separator: "\n") + "\n", to: "own.csv")
    let run = try ProgramRun([
      "train", "layers", "--data", file, "--label", "level", "--epochs", "30", "--format", "jsonl",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let last = try #require(run.output.split(separator: "\n").last)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    #expect(try #require(object["accuracy"] as? Double) > 0.5)
  }

  @Test func csvHasARowForEachIteration() throws {
    let run = try ProgramRun("export csv neuron --iterations 12")
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == 13)
  }
}
