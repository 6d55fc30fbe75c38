import ArgumentParser
import Autodiff
import Datasets
import Export
import Lessons
import Screen
import Stepping
import Workbench

/// Trains without the workbench: a table for people, or one JSON object a line.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains a lesson's network and prints its metrics after each epoch.")

  @OptionGroup var lesson: LessonArguments

  @OptionGroup var length: TrainingLength

  @Option(
    name: .customLong("stop-when"),
    help: ArgumentHelp(
      "Stop when this becomes true, such as \"test_accuracy >= 0.95\"; may be given more than once.",
      valueName: "condition"))
  var stopConditions: [String] = []

  @Option(help: "text or jsonl.") var format: Format = .text

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, jsonl }

  func run() throws {
    let loaded = try lesson.load()
    let timeline = try loaded.timeline()
    var run = TrainingRun(timeline, format: format, stops: try stops(loaded))
    try run.train(iterations: length.iterationCount(loaded, timeline))
    if format == .text, let goal = loaded.lesson.goal, length.isTheLessons {
      try StandardOutput.line(GoalText.sentence(goal, timeline))
    }
  }

  /// Where training stops by itself: the lesson's conditions, then those of the command line.
  private func stops(_ loaded: LoadedLesson) throws -> BreakpointSet {
    try attempt({ (error: LessonError) in Failure(.badData, error.description) }) { () throws(LessonError) in
      try loaded.lesson.checkStopConditions(in: loaded.setup)
    }
    let scope = try attempt({ (error: SetupError) in Failure(error, lesson: loaded.lesson.id) }) {
      () throws(SetupError) in try ConditionScope(loaded.setup)
    }
    for condition in stopConditions {
      try attempt({ (error: ConditionError) in Failure(.usage, "--stop-when:\n\(error.description)") }) {
        () throws(ConditionError) in _ = try Condition(condition, in: scope)
      }
    }
    return BreakpointSet(loaded.lesson.stopConditions.map(\.text) + stopConditions)
  }
}

/// Trains epoch by epoch and prints as it goes.
private struct TrainingRun {
  let timeline: Timeline
  let format: TrainCommand.Format
  let metrics: MetricsReport
  let clock = ContinuousClock()
  var bar = ProgressBar("training")
  /// Looks for the conditions at which to stop; nil when there are none.
  private var search: BreakpointSearch?
  private var hits: [BreakpointHit] = []

  init(_ timeline: Timeline, format: TrainCommand.Format, stops: BreakpointSet) {
    self.timeline = timeline
    search = stops.isEmpty ? nil : BreakpointSearch(stops, on: timeline, .forwards)
    self.format = format
    metrics = MetricsReport(timeline)
  }

  mutating func train(iterations: Int) throws(Failure) {
    let start = clock.now
    let perEpoch = metrics.batchesPerEpoch
    if format == .text { try StandardOutput.line(header) }
    var left = iterations
    repeat {
      // An epoch at a time, and within a long one often enough for the bar to move.
      let epochEnd = min(perEpoch - timeline.completedIterations % perEpoch, left)
      var done = 0
      while done < epochEnd {
        let slice = min(epochEnd - done, 200)
        done += advance(slice)
        bar.show(1 - Double(left - done) / Double(max(iterations, 1)), "iteration \(timeline.completedIterations)")
        if hasStopped { break }
      }
      left -= done
      let isFinal = left == 0 || hasStopped
      bar.clear()
      try print((clock.now - start) / .seconds(1), isFinal: isFinal)
      if isFinal { break }
    } while left > 0
    for hit in hits {
      if format == .text { try StandardOutput.line(sentence(hit)) } else { StandardError.write("\(sentence(hit))\n") }
    }
    for observation in timeline.observations { StandardError.write("\(sentence(observation))\n") }
  }

  /// Whether a condition has ended the training, or a number has become none: going on would be for nothing.
  private var hasStopped: Bool { !hits.isEmpty || timeline.observations.contains(where: \.stopsRun) }

  /// Runs so many iterations, or up to a condition. Gives back how many were finished.
  private mutating func advance(_ iterations: Int) -> Int {
    let start = timeline.completedIterations
    let end = Moment(iteration: start + iterations - 1, position: timeline.machine.instructionCount)
    guard let outcome = search?.advance(to: end) else { return timeline.run(iterations: iterations) }
    if case .hit(let found) = outcome { hits = found }
    return timeline.completedIterations - start
  }

  private func print(_ seconds: Double, isFinal: Bool) throws(Failure) {
    timeline.predictor.adopt(timeline.machine)
    guard let point = timeline.predictor.evaluation(completedIterations: timeline.completedIterations) else { return }
    switch format {
    case .jsonl:
      let note = isFinal ? timeline.observations.first(where: \.stopsRun).map(sentence) : nil
      for var line in metrics.lines(point, seconds: seconds, isFinal: isFinal, note: note) {
        if isFinal { line = line.adding("observations", .array(timeline.observations.map(described))) }
        try StandardOutput.line(JSONText.text(line))
      }
    case .text: try StandardOutput.line(row(point))
    }
  }

  private var columns: [String] {
    let metric = metrics.metricName.replacing("_", with: " ")
    let test = timeline.setup.data.test.count > 0 ? ["test loss", "test \(metric)"] : []
    return ["epoch", "iteration", "train loss", "train \(metric)"] + test
  }

  private var header: String { columns.enumerated().map { aligned($1, $0) }.joined(separator: "  ") }

  private func row(_ point: EvaluationPoint) -> String {
    let format = NumberFormat(significantDigits: 5)
    let start = [String(point.completedIterations / metrics.batchesPerEpoch), String(point.completedIterations)]
    let scores = [point.train] + (point.test.map { [$0] } ?? [])
    let cells = start + scores.flatMap { [format.text($0.loss), metric($0.metric)] }
    return cells.enumerated().map { aligned($1, $0) }.joined(separator: "  ")
  }

  /// Four decimals; a network that has run away has an R² far below 0, which would need too many.
  private func metric(_ value: Double) -> String {
    abs(value) < 100 ? NumberFormat().text(value, decimals: 4) : NumberFormat(significantDigits: 5).text(value)
  }

  private func aligned(_ text: String, _ column: Int) -> String {
    String(repeating: " ", count: max(max(columns[column].count, 9) - text.count, 0)) + text
  }

  /// Which condition has ended the training, and with which numbers.
  private func sentence(_ hit: BreakpointHit) -> String {
    let format = NumberFormat(significantDigits: 6, trimsZeros: true)
    let numbers = hit.readings.map { "\($0.name) is \(format.text($0.value))" }.joined(separator: ", ")
    let because = numbers.isEmpty ? "" : ": \(numbers)"
    return "Stopped when \(hit.condition)\(because), in iteration \(hit.moment.iteration)."
  }

  /// What happened, for other programs.
  private func described(_ observation: Observation) -> JSON {
    .object([
      "kind": .string(observation.kind.rawValue), "iteration": .integer(observation.moment.iteration),
      "position": .integer(observation.moment.position), "value": .string(observation.place),
      "number": .float(observation.value), "compared_with": observation.reference.map(JSON.float) ?? .null,
      "seen_after": .integer(observation.seenAfter),
    ])
  }

  /// What happened, and the step that did it.
  private func sentence(_ observation: Observation) -> String {
    let moment = observation.moment
    let instruction = timeline.program.instructions[max(moment.position - 1, 0)]
    let place = (instruction.scope + [instruction.label]).joined(separator: " ")
    guard observation.stopsRun else {
      let what = ObservationText.sentence(observation, timeline.program).english
      return "Iteration \(moment.iteration): \(what)."
    }
    return
      "\(observation.place) became \(NumberFormat().text(observation.value)) in iteration \(moment.iteration), step \(moment.position) of "
      + "\(timeline.program.instructions.count): \(instruction.phase.rawValue), \(place). Training stopped there."
  }
}
