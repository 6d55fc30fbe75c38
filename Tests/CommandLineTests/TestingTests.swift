import Foundation
import Testing

/// `backstep test`: accuracy, confusion matrix and the worst mistakes of a classifier.
struct TestingTests {
  private static let digits = "\(ProgramRun.repository)/Tests/SampleLessons/small-digits"
  private static let words = "\(ProgramRun.repository)/Tests/SampleLessons/small-words"

  @Test func wordsAreReadLetterByLetter() throws {
    let arguments = ["test", Self.words, "--epochs", "2", "--worst", "3", "--word", "Ñandú", "--word", "he"]
    let run = try ProgramRun(arguments + ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    let report = try run.json()
    #expect(report["samples"] as? Int == 120)
    for mistake in try #require(report["worst_mistakes"] as? [[String: Any]]) {
      #expect((mistake["word"] as? String)?.isEmpty == false)
    }
    let words = try #require(report["words"] as? [[String: Any]])
    #expect(words.map { $0["word"] as? String } == ["Ñandú", "he"])
    #expect(words[0]["letters"] as? [String] == ["ñ", "a", "n", "d", "ú"])
    let classes = try #require(report["classes"] as? [String])
    for word in words {
      let rows = try #require(word["probabilities"] as? [[Double]])
      let predicted = try #require(word["predicted"] as? [String])
      #expect(rows.count == (word["letters"] as? [String])?.count && predicted.count == rows.count)
      for (row, name) in zip(rows, predicted) {
        #expect(abs(row.reduce(0, +) - 1) < 1e-5 && row.firstIndex(of: row.max() ?? 0) == classes.firstIndex(of: name))
      }
    }
    let text = try ProgramRun(arguments).output.split(separator: "\n").map(String.init)
    let title = try #require(text.firstIndex { $0.hasPrefix("Ñandú is taken for ") })
    #expect(text[title + 2].hasPrefix("ñ ") && text[title + 6].hasPrefix("ú "))
    #expect(text[title + 2...title + 6].allSatisfy { $0.count { $0 == "*" } == 1 })
    #expect(text.contains { $0.hasPrefix("index") && $0.contains("word") })
  }

  @Test(arguments: [
    (words, "straße", "--word: found the letter \"ß\", needed letters that the data have: abc"),
    (words, "", "--word: found no letter, needed 1 to 11."),
    (words, "abecedarianism", "--word: found 14 letters in \"abecedarianism\", needed at most 11"),
    (digits, "seven", "--word: found samples that are no words"),
  ]) func aWordThatCannotBeRead(_ lesson: String, _ word: String, _ message: String) throws {
    let run = try ProgramRun(["test", lesson, "--epochs", "0", "--word", word])
    #expect(run.status == 64 && run.errors.contains(message), "\(run.errors)")
  }

  /// A folder with a list for each language is data of one's own.
  @Test func aFolderOfWordLists() throws {
    let folder = try TemporaryLists(["German": "Haus\nBaum\nStraße\n", "Italian": "casa\nalbero\nstrada\n"])
    let report = try ProgramRun(
      ["test", Self.words, "--data", folder.path, "--epochs", "1", "--word", "STRAßE", "--format", "json"]
    ).json()
    #expect(report["classes"] as? [String] == ["German", "Italian"])
    let one = try TemporaryLists(["German": "Haus\nBaum\n"])
    let run = try ProgramRun(["test", Self.words, "--data", one.path])
    #expect(run.status == 64 && run.errors.contains("needed at least two, one for each class"), "\(run.errors)")
    let torn = try TemporaryLists(["German": "Haus\nzwei Bäume\n", "Italian": "casa\nalbero\n"])
    let bad = try ProgramRun(["test", Self.words, "--data", torn.path])
    #expect(bad.status == 65 && bad.errors.contains("German.txt, line 2: found several words"), "\(bad.errors)")
  }

  /// Word lists in a folder that goes with the test.
  private final class TemporaryLists {
    let path: String

    init(_ lists: [String: String]) throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "words-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, text) in lists {
        try text.write(to: folder.appending(path: "\(name).txt"), atomically: true, encoding: .utf8)
      }
      path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

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

  private static let forecast = "\(ProgramRun.repository)/Tests/SampleLessons/small-forecast"

  /// A forecaster is measured in the series' own unit, beside "tomorrow = today" on the same moments.
  @Test func forecastsStandBesideTheYardstick() throws {
    let run = try ProgramRun(["test", Self.forecast, "--epochs", "20", "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    let report = try run.json()
    func numbers(_ key: String) throws -> [Double] { try #require(report[key] as? [Double]) }
    let (truth, today, forecast) = (try numbers("truth"), try numbers("today"), try numbers("one_step"))
    #expect(truth.count == 62 && report["samples"] as? Int == 62)
    #expect(report["series"] as? String == "sunspots" && report["unit"] as? String == "sunspot number")
    func rmse(_ forecasts: [Double]) -> Double {
      (zip(forecasts, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(truth.count)).squareRoot()
    }
    let model = try #require(report["model"] as? [String: Any])
    let naive = try #require(report["naive"] as? [String: Any])
    #expect(abs(try #require(model["rmse"] as? Double) - rmse(forecast)) < 1e-9)
    #expect(abs(try #require(naive["rmse"] as? Double) - rmse(today)) < 1e-9 && abs(rmse(today) - 33.275955) < 1e-5)
    #expect(abs(try #require(report["rmse_ratio"] as? Double) - rmse(forecast) / rmse(today)) < 1e-12)
    let free = try #require(report["free_run"] as? [String: Any])
    #expect(free["first_date"] as? String == "1947" && (free["values"] as? [Double])?.count == 62)

    let text = try ProgramRun(["test", Self.forecast, "--epochs", "1"]).output
    #expect(text.contains("sunspots (sunspot number) at 62 test moments from 1947 to 2008"))
    #expect(text.contains("next year = this year") && text.contains("who always says \"down\" is right at 67.7 %"))
    #expect(try ProgramRun(["test", Self.forecast, "--epochs", "0", "--language", "zh"]).output.contains("明年 = 今年"))
    let refused = try ProgramRun(["test", Self.forecast, "--set", "train-share=1"])
    #expect(refused.status == 64 && refused.errors.contains("no test samples"))
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
