import ArgumentParser
import Lessons
import Stepping

/// How long a subcommand trains.
struct TrainingLength: ParsableArguments {
  // Unconditional, so that a negative number is met with what is needed and not taken for another option.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many passes over the data; as many as the lesson's goal allows when not given.", valueName: "number"))
  var epochs: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many updates, instead of --epochs.", valueName: "number"))
  var iterations: Int?

  /// Where neither the command line nor the lesson says how long.
  private static let usualEpochs = 20
  static let mostIterations = 1_000_000_000

  /// Whether nothing was said, so that the lesson's goal decides.
  var isTheLessons: Bool { epochs == nil && iterations == nil }

  func validate() throws {
    if epochs != nil, iterations != nil { throw ValidationError("--epochs and --iterations: give one of the two.") }
    for (name, value) in [("--epochs", epochs), ("--iterations", iterations)] {
      guard let value, !(0...Self.mostIterations).contains(value) else { continue }
      throw ValidationError("\(name): found \(value), needed a whole number from 0 to \(Self.mostIterations).")
    }
  }

  func iterationCount(_ loaded: LoadedLesson, _ timeline: Timeline) -> Int {
    let perEpoch = timeline.machine.batchesPerEpoch
    if let iterations { return iterations }
    if let epochs { return min(epochs * perEpoch, Self.mostIterations) }
    let limit = loaded.lesson.goal?.iterationLimit(batchesPerEpoch: perEpoch) ?? Int.max
    return limit < Int.max ? limit : Self.usualEpochs * perEpoch
  }
}
