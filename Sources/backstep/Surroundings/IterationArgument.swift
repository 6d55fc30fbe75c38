import ArgumentParser
import Autodiff
import Stepping

/// Which iteration of a run is looked at.
struct IterationArgument: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("Which iteration, counted from 0.", valueName: "number"))
  var iteration = 0

  private static let latest = 100_000_000

  func validate() throws {
    guard (0...Self.latest).contains(iteration) else {
      throw ValidationError("--iteration: found \(iteration), needed a whole number from 0 to \(Self.latest).")
    }
  }

  /// Goes to the end of the iteration, or of a phase of it, saying how far it has come where that takes long.
  func travel(_ timeline: Timeline, toEndOf phase: Phase = .update) {
    var bar = ProgressBar("iteration \(iteration)")
    while timeline.completedIterations + 1000 < iteration, timeline.run(iterations: 1000) == 1000 {
      bar.show(Double(timeline.completedIterations) / Double(iteration))
    }
    let end = timeline.program.lastPosition(of: phase) ?? timeline.machine.instructionCount
    timeline.go(to: Moment(iteration: iteration, position: end))
    bar.clear()
  }
}
