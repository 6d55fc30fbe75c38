import ArgumentParser
import Export
import Lessons
import Stepping

/// Every step and every value of one iteration.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Prints every step and every value of one iteration, with its gradient.",
    discussion: """
      Parameters and optimizer states are printed as the iteration's steps have read them; what its update made of \
      them is their "updated". NaN and infinities are the strings "NaN", "Infinity" and "-Infinity".
      """)

  @OptionGroup var lesson: LessonArguments
  @OptionGroup var moment: IterationArgument
  @Option(help: "json or safetensors.") var format: Format = .json
  @OptionGroup var output: OutputArguments

  enum Format: String, ExpressibleByArgument, CaseIterable { case json, safetensors }

  func validate() throws {
    if format == .safetensors, output.output == nil {
      throw ValidationError("--format safetensors: needs --output FILE.")
    }
  }

  func run() throws {
    let loaded = try lesson.load()
    let timeline = try loaded.timeline()
    moment.travel(timeline)
    let report = TraceReport(timeline, lesson: loaded.lesson.id, iteration: moment.iteration)
    switch format {
    case .json: try output.write(Array((JSONText.text(report.json, .indented) + "\n").utf8))
    case .safetensors: try output.write(report.tensors.bytes)
    }
  }
}
