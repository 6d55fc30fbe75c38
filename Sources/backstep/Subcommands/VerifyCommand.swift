import ArgumentParser
import Foundation
import Lessons
import Screen
import Stepping
import Storage

/// Proves the promises on lessons.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Proves on real lessons that terms add up, gradients are slopes, and steps back restore every bit.")

  @Argument(help: ArgumentHelp("Lessons, by id or folder.", valueName: "lesson"))
  var lessons: [String] = []

  @Flag(help: "Every lesson that came with the program.") var all = false
  @OptionGroup var knobs: KnobArguments
  @Option(help: "text or json.") var format: TextOrJSON = .text

  func validate() throws {
    if lessons.isEmpty, !all { throw ValidationError("verify: found no lesson, needed some or --all.") }
    if !lessons.isEmpty, all {
      throw ValidationError("verify: found --all and \(lessons.joined(separator: ", ")), needed one of the two.")
    }
  }

  func run() throws {
    let library = LessonLibrary()
    let stored = all ? try library.scan().lessons : try lessons.map { try library.lesson($0) }
    var reports: [String: VerificationReport] = [:]
    var bar = ProgressBar("verifying")
    for (index, lesson) in stored.enumerated() {
      let loaded = try knobs.load(lesson, in: library)
      bar.show(Double(index) / Double(stored.count), lesson.lesson.id)
      let id = lesson.lesson.id
      let report = try attempt({ Failure($0, lesson: id) }) { () throws(SetupError) in
        try Verification.report(on: loaded.setup)
      }
      bar.clear()
      reports[id] = report
      if format == .text { try StandardOutput.write(VerificationText.text(report, lesson: id)) }
    }
    let failed = reports.filter { !$0.value.holds }.keys.sorted()
    if format == .json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
      try StandardOutput.write(Array(try encoder.encode(Answer(holds: failed.isEmpty, lessons: reports))) + [10])
    } else {
      try StandardOutput.line(
        failed.isEmpty
          ? "\(reports.count) of \(reports.count) lessons hold." : "Does not hold: \(failed.joined(separator: ", ")).")
    }
    if !failed.isEmpty { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }

  private struct Answer: Encodable {
    let holds: Bool
    let lessons: [String: VerificationReport]
  }
}

/// A verification as lines for people.
enum VerificationText {
  static func text(_ report: VerificationReport, lesson: String) -> String {
    let format = NumberFormat(significantDigits: 2)
    let (terms, gradients, travel) = (report.terms, report.gradients, report.travel)
    var lines = [
      "\(lesson): \(report.holds ? "holds" : "DOES NOT HOLD")",
      "  terms      \(terms.cells) cells, \(terms.terms) terms, worst error \(format.text(terms.worstRelativeError)) of "
        + "\(format.text(terms.tolerance)) allowed\(notSampled(terms.notSampled))\(failures(terms.failures))",
      "  gradients  \(gradients.cells) cells, worst error \(format.text(gradients.worstRelativeError)) of "
        + "\(format.text(gradients.relativeTolerance)) allowed beside the quotient's own, \(gradients.kinks) at kinks, "
        + "\(gradients.weak) too small to tell\(notSampled(gradients.notSampled))\(failures(gradients.failures))",
      "  time       \(travel.stepsForwards.values.reduce(0, +)) steps forwards and as many back, \(travel.jumps) jumps, "
        + "\(travel.momentsCompared) moments, \(travel.numbersCompared) numbers bit by bit\(failures(travel.failures))",
    ]
    if !report.holds {
      for cell in (terms.failures > 0 ? terms.worst : []) + (gradients.failures > 0 ? gradients.worst : [])
      where cell.error > 1 {
        lines.append(
          "    \(cell.name) in iteration \(cell.iteration): found \(cell.value), expected \(cell.expected)")
      }
      lines += travel.mismatches.map { "    \($0)" }
      if report.blasThreads != 1 { lines.append("    OpenBLAS uses \(report.blasThreads) threads, needed 1") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func notSampled(_ count: Int) -> String { count == 0 ? "" : ", \(count) not sampled" }

  private static func failures(_ count: Int) -> String { count == 0 ? "" : ": \(count) FAILED" }
}
