import ArgumentParser
import Autodiff
import Export
import Stepping
import TensorMath

/// The parameters of a network as a tensor file.
struct ExportSafetensorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "safetensors",
    abstract: "Writes the network's parameters and running statistics, under their own names, as safetensors.",
    discussion: "Weights are laid out as Backstep has them: [inputs, outputs].")

  @OptionGroup var lesson: LessonArguments

  @Option(help: ArgumentHelp("After how many iterations.", valueName: "number")) var after = 0

  @OptionGroup var output: OutputArguments

  func validate() throws {
    guard (0...TrainingLength.mostIterations).contains(after) else {
      throw ValidationError(
        "--after: found \(after), needed a whole number from 0 to \(TrainingLength.mostIterations).")
    }
    if output.output == nil { throw ValidationError("export safetensors: needs --output FILE.") }
  }

  func run() throws {
    let timeline = try lesson.load().timeline(keyframeBudget: 0)
    timeline.run(iterations: after)
    let program = timeline.program
    let entries = (program.parameters.map(\.slot) + program.statistics.map(\.slot)).map { slot in
      let values = timeline.machine.bound.view(of: slot).values
      return Safetensors.Entry(program[slot].name, Tensor(program[slot].shape, values))
    }
    try output.write(Safetensors(entries, metadata: ["iterations": String(timeline.completedIterations)]).bytes)
  }
}
