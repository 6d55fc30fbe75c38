import ArgumentParser
import Autodiff
import Export
import Lessons
import NeuralNet
import Stepping

/// Why one number is what it is.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Writes one number as the sum of terms that it is.",
    discussion: """
      A value as an iteration has computed it: backstep explain neuron --value neuron.sum --at 0,0. With --gradient, \
      the derivative of the loss with respect to it. A parameter and an optimizer's average are explained by their update.
      """)

  @OptionGroup var lesson: LessonArguments

  @Option(help: ArgumentHelp("The value's name, such as hidden1.sum; backstep trace lists them.", valueName: "name"))
  var value: String

  @Option(
    help: ArgumentHelp(
      "Which number of it, counted from 0: row and column; nothing for a single number.", valueName: "i,j"))
  var at: String?

  @Flag(help: "The gradient of the value instead.") var gradient = false
  @OptionGroup var moment: IterationArgument
  @Option(help: "text or json.") var format: TextOrJSON = .text
  @OptionGroup var language: LanguageArguments

  func run() throws {
    let loaded = try lesson.load()
    let timeline = try loaded.timeline()
    let reference = try reference()
    // Names and shapes first: a wrong one should not wait for the iteration.
    let slot = try address(reference, in: timeline.program).slot
    // Right before the update the parameters are still those that everything was computed with.
    moment.travel(timeline, toEndOf: timeline.program[slot].isDurable ? .update : .backward)
    let address = try address(reference, in: timeline.program)
    let report = ExplanationReport(
      timeline.machine.explanation(of: address), of: timeline.program, lesson: loaded.lesson.id,
      iteration: moment.iteration)
    switch format {
    case .json: try StandardOutput.line(JSONText.text(report.json, .indented))
    case .text:
      try StandardOutput.line("\(loaded.lesson.id), iteration \(moment.iteration)")
      for line in report.lines(language.chosen) { try StandardOutput.line(line) }
    }
  }

  private func reference() throws(Failure) -> CellReference {
    let text = at.map { "\(value)[\($0)]" } ?? value
    guard let reference = CellReference(text) else {
      throw Failure(
        .usage,
        "--value and --at: found \"\(Sentence.shown(text))\", needed a name and whole numbers, such as hidden1.sum and 0,2."
      )
    }
    return reference
  }

  private func address(_ reference: CellReference, in program: Program) throws(Failure) -> CellAddress {
    let address = try attempt({ (error: ReferenceError) in Failure(.usage, "--value: \(error.description)") }) {
      () throws(ReferenceError) in try reference.address(in: program)
    }
    guard gradient else { return address }
    guard let slot = program.gradient(of: address.slot) else {
      throw Failure(
        .usage, "--gradient: found \(reference.value), needed a value on the way from a parameter to the loss.")
    }
    return CellAddress(slot, cell: address.cell)
  }
}
