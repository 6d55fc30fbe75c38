public import Stepping

/// A run that was left or finished, as a line of the file of runs:
///
///     run layers-3 0 layers seed=7 iterations=500 train=0.12,0.95 test=0.15,0.9 set hidden-layers=2
///
/// `train` and `test` are loss and metric. A later line of the same session and run takes the place of an
/// earlier one: the run was gone on with.
public struct RunRecord: Hashable, Sendable {
  public let session: String
  public let lesson: String
  public let summary: RunSummary

  public init(session: String, lesson: String, _ summary: RunSummary) {
    self.session = session
    self.lesson = lesson
    self.summary = summary
  }

  public var line: String {
    LogWords.line(
      [
        "run", session, "\(summary.number)", lesson, "seed=\(summary.seed)", "iterations=\(summary.iterations)",
        "train=\(Self.text(summary.train))", "test=\(Self.text(summary.test))", "set",
      ] + summary.settings)
  }

  /// Nil when the line is none of a run.
  public init?(_ line: String) {
    guard let words = LogWords.words(line), words.count >= 9, words[0] == "run", words[8] == "set",
      let number = Int(words[2]), let seed = UInt64(Self.value(words[4], "seed")),
      let iterations = Int(Self.value(words[5], "iterations"))
    else { return nil }
    session = words[1]
    lesson = words[3]
    summary = RunSummary(
      settings: Array(words[9...]), seed: seed, number: number, iterations: iterations,
      train: Self.score(Self.value(words[6], "train")), test: Self.score(Self.value(words[7], "test")))
  }

  private static func value(_ word: String, _ name: String) -> String {
    EventText.pair(word).flatMap { $0.name == name ? $0.value : nil } ?? ""
  }

  private static func text(_ score: EvaluationPoint.Score?) -> String {
    score.map { "\($0.loss),\($0.metric)" } ?? "none"
  }

  private static func score(_ text: String) -> EvaluationPoint.Score? {
    let numbers = text.split(separator: ",").compactMap { Double($0) }
    return numbers.count == 2 ? EvaluationPoint.Score(loss: numbers[0], metric: numbers[1]) : nil
  }

  /// The records of a file, the latest of each run, in the order in which the runs were first left.
  public static func latest(_ lines: [String]) -> [RunRecord] {
    var records: [RunRecord] = []
    var places: [String: Int] = [:]
    for record in lines.compactMap(RunRecord.init) {
      let key = "\(record.session) \(record.summary.number)"
      if let place = places[key] {
        records[place] = record
      } else {
        places[key] = records.count
        records.append(record)
      }
    }
    return records
  }
}
