import Lessons
import Workbench

/// The experiment that goes on beside the workbench, a slice at a time between two keys, so that the screen answers
/// while it runs. Its trainings are their own and never touch the lesson's run.
struct ExperimentBench {
  private var run: ExperimentRun?

  var isBusy: Bool { run != nil }

  /// Makes an experiment ready, in place of one that goes on. Gives back why that does not work.
  mutating func begin(_ experiment: Experiment, of lesson: Lesson, _ effects: EffectRunner) -> Message? {
    do throws(Failure) {
      run = try effects.experimentRun(experiment, of: lesson)
      return nil
    } catch {
      run = nil
      return .failed(error.message)
    }
  }

  /// Goes on for some iterations; nil when nothing is going on.
  mutating func advance(iterations: Int) -> Message? {
    guard let run else { return nil }
    do throws(ExperimentError) { try run.advance(iterations: iterations) } catch {
      self.run = nil
      return .failed(Sentence.ended("\(error)"))
    }
    if run.isFinished { self.run = nil }
    return .experiment(run.report)
  }

  /// Goes on for about as long as nobody notices, and says how far it has come.
  mutating func advance(for time: Duration) -> Message? {
    let clock = ContinuousClock()
    let start = clock.now
    var news: Message?
    while clock.now - start < time, let message = advance(iterations: Self.slice) { news = message }
    return news
  }

  /// Iterations between two looks at the clock: of the largest networks of the lessons some milliseconds.
  private static let slice = 20
}
