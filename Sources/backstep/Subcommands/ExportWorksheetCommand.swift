import ArgumentParser
import Autodiff
import Export
import Lessons
import Stepping
import Wording

/// One step as a sheet to be filled in by hand.
struct ExportWorksheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worksheet", abstract: "Writes one step as a fill-in sheet with an answer key.",
    discussion: """
      The numbers that go into the step, blanks for those that come out, and behind them the answers with their terms: \
      backstep export worksheet backprop --value hidden.sum. backstep trace LESSON lists steps and values.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case markdown, csv }

  @OptionGroup var lesson: LessonArguments
  @OptionGroup var moment: IterationArgument

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Which step of the iteration, counted from 0.", valueName: "index"))
  var step: Int?

  @Option(
    help: ArgumentHelp("The step that computes this value, such as hidden1.sum.gradient.", valueName: "name"))
  var value: String?

  @Option(help: "markdown or csv.") var format: Format = .markdown
  @OptionGroup var language: LanguageArguments
  @OptionGroup var output: OutputArguments

  func validate() throws {
    if step != nil, value != nil {
      throw ValidationError("--step and --value: found both, needed one of them.")
    }
  }

  func run() throws {
    let loaded = try lesson.load()
    let timeline = try loaded.timeline()
    let position = try position(in: timeline.program)
    moment.travel(timeline, toEndOf: .load)
    timeline.go(to: Moment(iteration: moment.iteration, position: position))
    guard let sheet = Worksheet(timeline, lesson: loaded.lesson.id) else {
      let label = timeline.program.instructions[position - 1].label
      throw Failure(
        .usage, "--step: found \(position - 1) (\(label)), which computes nothing; needed a step that does.")
    }
    let text = format == .csv ? sheet.csv : sheet.markdown(language.chosen)
    try output.write(Array(text.utf8))
  }

  /// How many instructions have run when the step has; without a wish the first that computes something.
  private func position(in program: Program) throws(Failure) -> Int {
    if let value {
      guard let slot = program.slot(named: value), let writer = slot.writtenBy else {
        let known = program.slots.filter { $0.writtenBy != nil && !$0.name.hasSuffix(".previous") }.map(\.name)
        let nearest = NearestName.find(value, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
        throw Failure(
          .usage,
          "--value: found \"\(Sentence.shown(value))\", needed a value that a step computes; backstep trace lists them.\(nearest)"
        )
      }
      return writer + 1
    }
    let count = program.instructions.count
    guard let step else { return min(2, count) }
    guard (0..<count).contains(step) else {
      throw Failure(.usage, "--step: found \(step), needed a whole number from 0 to \(count - 1).")
    }
    return step + 1
  }
}
