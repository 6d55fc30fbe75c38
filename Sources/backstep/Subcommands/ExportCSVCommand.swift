import ArgumentParser
import Export
import Stepping

/// The metrics of a run as a table.
struct ExportCSVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "csv", abstract: "Writes the loss of every iteration, and the metrics of every epoch, as CSV.")

  @OptionGroup var lesson: LessonArguments

  @Option(parsing: .unconditional, help: ArgumentHelp("How many updates.", valueName: "number")) var iterations = 100

  @OptionGroup var output: OutputArguments

  func validate() throws {
    guard (0...1_000_000).contains(iterations) else {
      throw ValidationError("--iterations: found \(iterations), needed a whole number from 0 to 1000000.")
    }
  }

  func run() throws {
    let timeline = try lesson.load().timeline(keyframeBudget: 0)
    let metrics = MetricsReport(timeline)
    var rows = [metrics.csvHeader]
    var bar = ProgressBar("training")
    for iteration in 1...max(iterations, 1) where iterations > 0 {
      guard timeline.run(iterations: 1) == 1 else { break }
      var point: EvaluationPoint?
      if iteration.isMultiple(of: metrics.batchesPerEpoch) || iteration == iterations {
        timeline.predictor.adopt(timeline.machine)
        point = timeline.predictor.evaluation(completedIterations: iteration)
      }
      rows.append(metrics.csvRow(completedIterations: iteration, batchLoss: timeline.machine.loss, point))
      bar.show(Double(iteration) / Double(iterations))
    }
    bar.clear()
    try output.write(Array((rows.joined(separator: "\n") + "\n").utf8))
  }
}
