import ArgumentParser
import Benchmarking
import Export
import Stepping

/// How fast the standard workloads run on this machine.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Times the standard workloads: steps per second on one thread.")

  @Option(help: ArgumentHelp("Only this one: W1, W2a, W2b, or W3.", valueName: "name")) var `case`: String?
  @Option(help: ArgumentHelp("The least length of each of the five runs.", valueName: "seconds")) var seconds = 1.0
  @Option(help: "text or json.") var format: TextOrJSON = .text

  func validate() throws {
    guard (0.01...600).contains(seconds) else {
      throw ValidationError("--seconds: found \(seconds), needed a number from 0.01 to 600.")
    }
  }

  func run() throws {
    let names = Workload.all.map(\.name)
    if let name = `case`, !names.contains(name) {
      throw Failure(.usage, Sentence.unknown("--case", name, known: names))
    }
    var answers: [JSON] = []
    for workload in Workload.all where `case` == nil || workload.name == `case` {
      let run = try attempt({ Failure($0, lesson: workload.name) }) { () throws(SetupError) in
        try BenchmarkRun.measure(workload.name, try workload.setup(), seconds: seconds)
      }
      answers.append(
        .object([
          "case": .string(workload.name), "summary": .string(workload.summary),
          "steps_per_second": .number(run.median.rounded()),
          "runs": .array(run.runs.map { .number($0.rounded()) }), "first_losses": .floats(run.firstLosses),
        ]))
      if format == .text {
        try StandardOutput.line("\(workload.name)  \(Int(run.median)) steps/s  \(workload.summary)")
      }
    }
    if format == .json { try StandardOutput.line(JSONText.text(.array(answers), .indented)) }
  }
}
