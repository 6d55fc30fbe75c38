import ArgumentParser
import Autodiff
import Export
import Lessons
import Storage

/// Puts the claims of the lessons to the test, without the workbench.
struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract:
      "Puts a claim to the test: trains, measures, and prints figures and verdict. Without an id, lists the claims."
  )

  @Argument(
    help: ArgumentHelp("An experiment's id, or that of a lesson or a lesson's folder for all of its.", valueName: "id"))
  var id: String?

  @Option(help: "text, markdown, csv, json, or verdicts: a line each, of all of them without an id.")
  var format: Format = .text
  @Flag(help: "Adds how long each row's trainings took on this machine.") var seconds = false
  @OptionGroup var language: LanguageArguments

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, csv, json, verdicts }

  /// Iterations between two looks at the clock.
  private static let slice = 100

  func run() throws {
    let library = LessonLibrary()
    guard id != nil || format == .verdicts else { return try list(library) }
    if id == nil { try StandardOutput.write(VerdictPage.head) }
    let chosen = try experiments(id, library)
    for (index, (stored, experiment)) in chosen.enumerated() {
      let (report, spent) = try carryOut(experiment, of: stored, library)
      let tables = ExperimentTables(report, language.chosen, seconds: seconds ? spent : nil)
      switch format {
      case .verdicts: try StandardOutput.write(VerdictPage.row(report, of: stored.lesson))
      case .text: try StandardOutput.write((index > 0 ? "\n" : "") + tables.text())
      case .markdown: try StandardOutput.write((index > 0 ? "\n" : "") + tables.markdown)
      case .csv: try StandardOutput.write((index > 0 ? "\n" : "") + tables.csv)
      case .json: try StandardOutput.line(JSONText.text(tables.json, chosen.count == 1 ? .indented : .line))
      }
    }
  }

  /// The experiments that a name means; all without one.
  private func experiments(_ name: String?, _ library: LessonLibrary) throws(Failure) -> [(StoredLesson, Experiment)] {
    guard let name else {
      return try library.scan().lessons.flatMap { stored in stored.lesson.experiments.map { (stored, $0) } }
    }
    // As they are listed, `backprop/gradient-only`, or as a folder.
    let listed = try name.contains("/") ? library.scan().lessons : []
    let isListed = listed.contains { stored in
      stored.lesson.experiments.contains { "\(stored.lesson.id)/\($0.id)" == name }
    }
    let isFolder = name.contains("/") && !isListed
    let lessons = isFolder ? [try library.lesson(name)] : try library.scan().lessons
    let all = lessons.flatMap { stored in stored.lesson.experiments.map { (stored, $0) } }
    let found = all.filter { stored, experiment in
      isFolder || [experiment.id, stored.lesson.id, "\(stored.lesson.id)/\(experiment.id)"].contains(name)
    }
    guard !found.isEmpty else {
      if lessons.contains(where: { $0.lesson.id == name }) || isFolder {
        throw Failure(.missingInput, "The lesson \(Sentence.shown(name)) has no experiment.")
      }
      throw Failure(.missingInput, Sentence.unknown("experiment", name, known: all.map(\.1.id)))
    }
    return found
  }

  /// What came out, and the seconds that each row took.
  private func carryOut(
    _ experiment: Experiment, of stored: StoredLesson, _ library: LessonLibrary
  ) throws(Failure) -> (report: ExperimentReport, seconds: [Double]) {
    let files = try attempt(Failure.init) { () throws(StorageError) in
      try stored.files(for: experiment, sampleData: library.folders.sampleData)
    }
    return try attempt({ Failure(.badData, Sentence.ended("\($0)")) }) { () throws(ExperimentError) in
      let run = try ExperimentRun(experiment, of: stored.lesson.plan, files: files)
      var bar = ProgressBar(experiment.id)
      let clock = ContinuousClock()
      var spent = experiment.variations.map { _ in 0.0 }
      while !run.isFinished {
        let (row, start) = (run.row, clock.now)
        try run.advance(iterations: Self.slice)
        spent[row] += (clock.now - start) / .seconds(1)
        bar.show(run.progress)
      }
      bar.clear()
      return (run.report, spent)
    }
  }

  private func list(_ library: LessonLibrary) throws {
    let lessons = try library.scan().lessons.map(\.lesson)
    let all = lessons.flatMap { lesson in lesson.experiments.map { (lesson, $0) } }
    switch format {
    case .json:
      let items = all.map { lesson, experiment in
        JSON.object([
          "experiment": .string(experiment.id), "lesson": .string(lesson.id),
          "claim": .string(experiment.claim[language.chosen]),
        ])
      }
      try StandardOutput.line(JSONText.text(.array(items), .indented))
    case .csv:
      for (lesson, experiment) in all { try StandardOutput.line("\(experiment.id),\(lesson.id)") }
    case .text, .markdown, .verdicts:
      for (lesson, experiment) in all {
        try StandardOutput.line("\(lesson.order)  \(lesson.id)/\(experiment.id)")
        try StandardOutput.line("     \(experiment.claim[language.chosen])")
      }
    }
  }
}
