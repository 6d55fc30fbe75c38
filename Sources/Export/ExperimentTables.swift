public import Autodiff
public import Lessons
import Screen

/// A finished experiment as text for people, Markdown, CSV or JSON.
public struct ExperimentTables: Sendable {
  private let report: ExperimentReport
  private let language: Language
  /// How long each row's trainings took on this machine; nil when nobody asked.
  private let seconds: [Double]?

  public init(_ report: ExperimentReport, _ language: Language, seconds: [Double]? = nil) {
    self.report = report
    self.language = language
    self.seconds = seconds
  }

  private var colon: String { say(BilingualText(": ", zh: "：")) }

  private func say(_ text: BilingualText) -> String { text[language] }

  // MARK: The table

  private var header: [String] {
    report.experiment.settingNames
      + report.columns.map { column in
        let unit = say(column.unit)
        return unit.isEmpty || say(column.title).contains(unit) ? say(column.title) : "\(say(column.title)) [\(unit)]"
      } + (seconds == nil ? [] : [say(BilingualText("seconds", zh: "秒"))])
  }

  private func cells(_ row: Int, spread: Bool) -> [String] {
    let variation = report.rows[row].variation
    return report.experiment.settingNames.map { variation[$0] ?? "" }
      + report.columns.indices.map { column in
        spread ? report.textWithSpread(row, column, language) : report.text(row, column, language)
      } + (seconds.map { [FigureText.text(($0[row] * 1000).rounded() / 1000)] } ?? [])
  }

  private var note: String {
    let seeds = report.experiment.seeds.count
    return seeds == 1
      ? ""
      : say(
        BilingualText(
          "Medians over \(seeds) seeds; in brackets the smallest and the largest.",
          zh: "\(seeds) 个种子的中位数；括号里是最小值和最大值。"))
  }

  // MARK: Text

  /// - Parameter width: columns of the terminal, for wrapping.
  public func text(width: Int = 100) -> String {
    let experiment = report.experiment
    var lines: [String] = []
    func paragraph(_ title: BilingualText, _ text: String) {
      lines += TextWrapping(columns: width).lines("\(say(title))\(colon)\(text)") + [""]
    }
    paragraph(BilingualText("Claim", zh: "说法"), say(experiment.claim))
    lines += table() + (note.isEmpty ? [] : [note]) + [""]
    lines.append(say(BilingualText("If the claim were right:", zh: "若说法为真：")))
    for outcome in report.outcomes {
      let sign = outcome.holds ? BilingualText("[yes]", zh: "[是]") : BilingualText("[no] ", zh: "[否]")
      lines += indented(say(outcome.expectation.text), by: "  \(say(sign)) ", width)
      lines += indented(report.evidence(outcome, language), by: "        ", width)
    }
    lines.append("")
    if let verdict = report.verdict {
      paragraph(
        BilingualText("Verdict", zh: "结论"),
        "\(say(verdict.name).uppercased())\(colon)\(say(experiment.verdicts[verdict]))")
    }
    lines += TextWrapping(columns: width).lines(say(experiment.explanation))
    return lines.joined(separator: "\n") + "\n"
  }

  private func indented(_ text: String, by lead: String, _ width: Int) -> [String] {
    let widths = CharacterWidth()
    let indent = String(repeating: " ", count: widths.columns(of: lead))
    return TextWrapping(columns: max(width - indent.count, 20)).lines(text).enumerated().map { index, line in
      (index == 0 ? lead : indent) + line
    }
  }

  private func table() -> [String] {
    let table = TextTable(
      header: header, rows: report.rows.indices.map { cells($0, spread: true) },
      names: report.experiment.settingNames.count)
    return table.lines.head + table.lines.body
  }

  // MARK: Markdown, CSV

  public var markdown: String {
    let experiment = report.experiment
    func row(_ cells: [String]) -> String {
      "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
    }
    var lines = ["# \(experiment.id)", "", say(experiment.claim), "", row(header), row(header.map { _ in "---" })]
    lines += report.rows.indices.map { row(cells($0, spread: true)) }
    if !note.isEmpty { lines += ["", note] }
    lines.append("")
    for outcome in report.outcomes {
      let sign = outcome.holds ? BilingualText("yes", zh: "是") : BilingualText("no", zh: "否")
      lines.append("- **\(say(sign))**: \(say(outcome.expectation.text)) (\(report.evidence(outcome, language)))")
    }
    if let verdict = report.verdict {
      lines += ["", "**\(say(verdict.name))**: \(say(experiment.verdicts[verdict]))"]
    }
    return (lines + ["", say(experiment.explanation)]).joined(separator: "\n") + "\n"
  }

  /// Medians at full precision, one line a row; for programs.
  public var csv: String {
    func quoted(_ text: String) -> String {
      text.contains(where: { ",\"\n".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    let head = report.experiment.settingNames + report.columns.map(\.id) + (seconds == nil ? [] : ["seconds"])
    let rows = report.rows.enumerated().map { index, row in
      report.experiment.settingNames.map { row.variation[$0] ?? "" }
        + row.figures.map { $0.map { Self.plain($0.median) } ?? "" } + (seconds.map { ["\($0[index])"] } ?? [])
    }
    return ([head] + rows).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func plain(_ number: Double) -> String {
    number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : "\(number)"
  }

  // MARK: JSON

  public var json: JSON {
    let experiment = report.experiment
    return .object([
      "experiment": .string(experiment.id), "claim": .string(say(experiment.claim)),
      "seeds": .array(experiment.seeds.map { .string(String($0)) }),
      "measures": .array(
        report.columns.map { column in
          .object([
            "id": .string(column.id), "title": .string(say(column.title)), "unit": .string(say(column.unit)),
          ])
        }),
      "rows": .array(report.rows.indices.map(row)), "expectations": .array(report.outcomes.map(outcome)),
      "verdict": report.verdict.map { .string($0.rawValue) } ?? .null,
    ])
  }

  private func row(_ index: Int) -> JSON {
    let row = report.rows[index]
    let settings = JSON.objectOf(row.variation.settings.map { ($0.knob, .string($0.value)) })
    let figures = JSON.objectOf(
      zip(report.columns, row.figures).map { column, figure in
        (
          column.id,
          figure.map {
            .object(["median": .number($0.median), "least": .number($0.least), "most": .number($0.most)])
          } ?? .null
        )
      })
    let made = JSON.object([
      "settings": settings, "figures": figures, "stopped": .integer(row.failures),
    ])
    return seconds.map { made.adding("seconds", .number($0[index])) } ?? made
  }

  private func outcome(_ outcome: ExpectationOutcome) -> JSON {
    .object([
      "text": .string(say(outcome.expectation.text)), "figure": .string(outcome.expectation.figure),
      "holds": .bool(outcome.holds), "met": .integer(outcome.met), "comparisons": .integer(outcome.comparisons.count),
    ])
  }
}

extension JSON {
  /// An object whose names are known only when the program runs.
  fileprivate static func objectOf(_ members: [(String, JSON)]) -> JSON {
    members.reduce(.object([])) { $0.adding($1.0, $1.1) }
  }
}
