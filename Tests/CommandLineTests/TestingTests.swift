import Foundation
import Testing

/// `backstep test`: accuracy, confusion matrix and the worst mistakes of a classifier.
struct TestingTests {
  private static let digits = "\(ProgramRun.repository)/Tests/SampleLessons/small-digits"

  @Test func jsonAddsUp() throws {
    let run = try ProgramRun(["test", Self.digits, "--epochs", "2", "--worst", "4", "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    let report = try run.json()
    #expect(report["lesson"] as? String == "small-digits" && report["part"] as? String == "test")
    #expect(report["epoch"] as? Int == 2 && report["iteration"] as? Int == 90)
    let confusion = try #require(report["confusion"] as? [[Int]])
    let samples = try #require(report["samples"] as? Int)
    #expect(confusion.count == 10 && confusion.allSatisfy { $0.count == 10 })
    #expect(confusion.joined().reduce(0, +) == samples && samples == 359)
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    #expect(report["right"] as? Int == right)
    let accuracy = try #require(report["accuracy"] as? Double)
    #expect(abs(accuracy - Double(right) / Double(samples)) < 1e-12 && accuracy > 0.5)
    let recall = try #require(report["recall"] as? [Double])
    for row in 0..<10 {
      #expect(abs(recall[row] * Double(confusion[row].reduce(0, +)) - Double(confusion[row][row])) < 1e-9)
    }
    let mistakes = try #require(report["worst_mistakes"] as? [[String: Any]])
    #expect(mistakes.count == 4)
    let losses = mistakes.compactMap { $0["loss"] as? Double }
    #expect(losses == losses.sorted(by: >))
    for mistake in mistakes {
      #expect(mistake["true"] as? String != mistake["predicted"] as? String)
      let probability = try #require(mistake["probability_of_true"] as? Double)
      let loss = try #require(mistake["loss"] as? Double)
      #expect(abs(loss + log(probability)) < 1e-3)
      let index = try #require(mistake["index"] as? Int)
      #expect((0..<359).contains(index))
    }
  }

  /// What training prints at the end is what the test finds.
  @Test func itAgreesWithTrain() throws {
    let train = try ProgramRun(["train", Self.digits, "--epochs", "1", "--format", "jsonl"])
    let last = try #require(train.output.split(separator: "\n").last)
    let line = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    let test = try ProgramRun(["test", Self.digits, "--epochs", "1", "--format", "json"]).json()
    #expect(line["split"] as? String == "test")
    #expect(line["accuracy"] as? Double == test["accuracy"] as? Double)
  }

  @Test func textIsATable() throws {
    let run = try ProgramRun(["test", Self.digits, "--iterations", "30", "--worst", "2", "--part", "train"])
    #expect(run.status == 0)
    #expect(run.output.contains("training accuracy 0."))
    #expect(run.output.contains("rows: true class, columns: predicted class"))
    let lines = run.output.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("worst mistakes") })
    #expect(lines.count == start + 4)
    let chinese = try ProgramRun(["test", Self.digits, "--epochs", "0", "--language", "zh"])
    #expect(chinese.output.contains("行：真实类别，列：预测类别"))
  }

  @Test func twoClasses() throws {
    let report = try ProgramRun("test neuron --iterations 3 --format json").json()
    #expect((report["confusion"] as? [[Int]])?.count == 2)
    #expect((report["classes"] as? [String]) == ["Adelie", "Gentoo"])
  }

  /// The same classifier, dense.
  @Test func theNetworkIsAKnob() throws {
    let run = try ProgramRun([
      "test", Self.digits, "--set", "network=dense", "--epochs", "1", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try #require(try run.json()["accuracy"] as? Double) > 0.5)
  }
}
