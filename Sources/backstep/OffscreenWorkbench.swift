import Lessons
import Screen
import Stepping
import TrainerService
import Workbench

/// The workbench without a terminal: keys in, a frame out. What a key starts is finished before the
/// next one, so that the same keys always give the same screen.
final class OffscreenWorkbench {
  private var state: WorkbenchState
  private let effects: EffectRunner
  private let trainer = ImmediateTrainer()

  init(_ state: WorkbenchState, effects: EffectRunner) {
    self.state = state
    self.effects = effects
  }

  var frame: Frame { WorkbenchView.frame(state) }

  func open(_ loaded: LoadedLesson) {
    send(.opened(LessonSession(lesson: loaded.lesson, plan: loaded.plan, setup: loaded.setup), .lesson))
    takeNews()
  }

  func press(_ key: Key) {
    send(.key(key))
    takeNews()
  }

  private func send(_ message: Message) {
    for effect in update(&state, message) {
      switch effect {
      case .trainer(let command): trainer.send(command)
      case .open(let lesson, let plan, let opening): send(effects.open(lesson, plan, opening))
      case .runExperiment(let experiment, let lesson):
        var bench = ExperimentBench()
        if let message = bench.begin(experiment, of: lesson, effects) { send(message) }
        while let message = bench.advance(iterations: .max) { send(message) }
      // There is nothing to leave, and the picture is what this is for.
      case .quit, .writePicture: break
      }
    }
  }

  /// All there is to know; a run that plays goes on a little with each key.
  private func takeNews() {
    while let news = trainer.takeUpdate() {
      if let failure = news.failure { send(.failed(failure.description)) }
      send(.running(news.pace, rate: news.rate))
      if let snapshot = news.snapshot { send(.snapshot(snapshot)) }
      if news.pace != nil { break }
    }
  }
}
