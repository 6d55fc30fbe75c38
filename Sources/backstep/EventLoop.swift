import Autodiff
import Lessons
import NcursesBackend
import Screen
import Stepping
import Storage
import TrainerService
import Workbench

/// The workbench on a terminal: waits for a key or for news of the run, changes the state, carries out
/// the effects, and draws once when nothing more is waiting. Idle, it sleeps.
final class EventLoop {
  private let terminal: NcursesTerminal
  private let trainer: any TrainerLink
  private let effects: EffectRunner
  private var state: WorkbenchState
  private var experiments = ExperimentBench()
  private var isDone = false
  /// Commands sent to the trainer so far.
  private var sentCount = 0
  /// When Ctrl+C was pressed with nothing to stop: once more leaves.
  private var hasAskedToLeave = false
  /// What is still to be said about keeping what is done.
  private var notices: [BilingualText] = []
  private var toldProblem: ReplayProblem?

  init(terminal: NcursesTerminal, trainer: any TrainerLink, effects: EffectRunner, state: WorkbenchState) {
    self.terminal = terminal
    self.trainer = trainer
    self.effects = effects
    self.state = state
  }

  /// Runs until the learner leaves or the terminal is gone. Gives back the last state.
  func run(opening lesson: Lesson?, plan: LessonPlan?) -> WorkbenchState {
    terminal.show(WorkbenchView.frame(state))
    if let lesson { perform(.open(lesson, plan ?? lesson.plan, .lesson)) }
    while !isDone {
      terminal.show(WorkbenchView.frame(state))
      guard let event = terminal.nextEvent(timeout: experiments.isBusy ? .zero : nil) else {
        if let news = experiments.advance(for: Self.experimentSlice) { send(news) }
        continue
      }
      handle(event)
      // All that is waiting is taken before drawing, so that a held key never falls behind.
      while !isDone, let more = terminal.nextEvent(timeout: .zero) { handle(more) }
    }
    return state
  }

  /// How long a key may have to wait for an experiment: less than a frame.
  private static let experimentSlice = Duration.milliseconds(12)

  private func handle(_ event: Event) {
    switch event {
    case .key(.control("l")):
      terminal.redraw()
      return
    case .key(.control("z")):
      terminal.suspend()
      return
    case .key(let key):
      hasAskedToLeave = false
      send(.key(key))
    case .paste(let text): send(.paste(text))
    case .resize(let size): send(.resize(size))
    case .woken: takeNews()
    case .interrupt: interrupt()
    case .endOfInput: isDone = true
    case .mouse: break
    }
  }

  private func takeNews() {
    tellOfSessions()
    guard let update = trainer.takeUpdate() else { return }
    if let failure = update.failure { send(.failed("\(failure)")) }
    if let problem = update.replayProblem, problem != toldProblem {
      toldProblem = problem
      notices.append(
        BilingualText(
          "The session could be taken up only as far as event \(problem.index): \(problem.description).",
          zh: "会话只能恢复到第 \(problem.index) 个事件：\(problem.description)。"))
    }
    // News of before a command that is on its way would undo what the learner has just asked for.
    if update.commands >= sentCount { send(.running(update.pace, rate: update.rate)) }
    if let snapshot = update.snapshot { send(.snapshot(snapshot)) }
    tellOfSessions()
  }

  /// What there is to say about keeping what is done: after the news, which may have something to say too.
  private func tellOfSessions() {
    notices += effects.keeper?.takeNotices() ?? []
    guard !notices.isEmpty else { return }
    send(.failed(notices.map { state.text($0) }.joined(separator: " ")))
    notices = []
  }

  /// Ctrl+C stops a run; with nothing running, twice in a row leaves.
  private func interrupt() {
    if state.pace != nil {
      send(.interrupted)
    } else if hasAskedToLeave {
      isDone = true
    } else {
      hasAskedToLeave = true
      send(.failed("Ctrl+C again leaves Backstep; q closes what is open."))
    }
  }

  private func send(_ message: Message) {
    for effect in update(&state, message) { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .trainer(let command):
      sentCount += 1
      trainer.send(command)
    case .quit: isDone = true
    case .open(let lesson, let plan, let opening): send(effects.open(lesson, plan, opening))
    case .runExperiment(let experiment, let lesson):
      if let problem = experiments.begin(experiment, of: lesson, effects) { send(problem) }
    case .writePicture: send(effects.writePicture(of: state))
    }
  }
}
