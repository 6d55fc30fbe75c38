import ArgumentParser
import Autodiff
import Export
import Foundation
import Screen
import Sessions
import Stepping
import Storage

/// Past runs: what was set, where they came to.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists past runs: what was set, the seed, loss and metric at the end.")

  @Argument(help: ArgumentHelp("Only the runs of this lesson.", valueName: "lesson")) var lesson: String?
  @Option(help: "table, csv or json.") var format: Format = .table
  @OptionGroup var language: LanguageArguments
  @OptionGroup var output: OutputArguments

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json }

  func run() throws {
    let folder = StateFolder(environment: ProcessInfo.processInfo.environment)
    var records: [RunRecord] = []
    if FileBytes.isFile(folder.runs) {
      let bytes = try attempt(Failure.init) { () throws(StorageError) in
        try FileBytes.read(folder.runs, limit: SessionFile.largestFile)
      }
      let (lines, damaged) = SealedLines.open(bytes)
      if damaged > 0 { StandardError.write("\(Sentence.shown(folder.runs)): \(damaged) damaged lines are left out.\n") }
      records = RunRecord.latest(lines)
    }
    if let lesson {
      let known = Set(records.map(\.lesson))
      // A lesson that was run and is gone since still has its runs.
      if !known.contains(lesson) { _ = try LessonLibrary().lesson(lesson) }
      let others = records.count
      records.removeAll { $0.lesson != lesson }
      if records.isEmpty, others > 0, format == .table {
        let text = BilingualText("No run of \(lesson) has been kept yet.", zh: "还没有保存过 \(lesson) 的训练。")
        return try StandardOutput.line(text[language.chosen])
      }
    }
    try output.write(Array(text(records).utf8))
  }

  private func text(_ records: [RunRecord]) -> String {
    switch format {
    case .json: JSONText.text(.array(records.map(\.json)), .indented) + "\n"
    case .csv: RunTable.csv(records)
    case .table: RunTable.table(records, language.chosen)
    }
  }
}

extension RunRecord {
  fileprivate var json: JSON {
    .object([
      "session": .string(session), "run": .integer(summary.number), "lesson": .string(lesson),
      "seed": .string("\(summary.seed)"), "settings": .strings(summary.settings),
      "iterations": .integer(summary.iterations), "trainLoss": summary.train.map { .number($0.loss) } ?? .null,
      "trainMetric": summary.train.map { .number($0.metric) } ?? .null,
      "testLoss": summary.test.map { .number($0.loss) } ?? .null,
      "testMetric": summary.test.map { .number($0.metric) } ?? .null,
    ])
  }
}

/// Past runs as lines of columns.
private enum RunTable {
  static let names = [
    "session", "run", "lesson", "seed", "iterations", "train_loss", "train_metric", "test_loss", "test_metric",
    "settings",
  ]

  static func csv(_ records: [RunRecord]) -> String {
    let rows = [names] + records.map { cells($0) { "\($0)" } }
    return rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// Fields with commas, quotation marks or line breaks stand in quotation marks (RFC 4180).
  private static func quoted(_ field: String) -> String {
    field.contains { ",\"\n\r".contains($0) } ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
  }

  static func table(_ records: [RunRecord], _ language: Language) -> String {
    guard !records.isEmpty else {
      return BilingualText("No run has been kept yet.\n", zh: "还没有保存过训练。\n")[language]
    }
    let titles = BilingualText(
      "session,run,lesson,seed,iterations,train loss,metric,test loss,metric,set",
      zh: "会话,次,课程,种子,迭代,训练损失,指标,测试损失,指标,设置")[language].split(separator: ",").map(String.init)
    let format = NumberFormat(significantDigits: 4, trimsZeros: true)
    let rows = [titles] + records.map { cells($0, format.text).map(Sentence.shown) }
    let widths = CharacterWidth()
    let columns = titles.indices.map { column in rows.map { widths.columns(of: $0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = zip(row, columns).map { $0 + String(repeating: " ", count: $1 - widths.columns(of: $0)) }
        .joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static func cells(_ record: RunRecord, _ number: (Double) -> String) -> [String] {
    let (summary, scores) = (record.summary, [record.summary.train, record.summary.test])
    let results = scores.flatMap { score in [score?.loss, score?.metric].map { $0.map(number) ?? "" } }
    return [record.session, "\(summary.number)", record.lesson, "\(summary.seed)", "\(summary.iterations)"] + results
      + [summary.settings.joined(separator: " ")]
  }
}
