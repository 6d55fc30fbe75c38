import Autodiff
import Foundation
import Lessons
import NcursesBackend
import Screen
import Sessions
import Storage
import TrainerService
import Workbench

/// The workbench as a whole: on a terminal, or in plain sentences where there is none.
struct WorkbenchProgram {
  let screen: ScreenArguments
  let knobs: KnobArguments
  let library: LessonLibrary
  let scan: LessonFolder.Scan
  let effects: EffectRunner
  let keyframeBudget: Int
  let isText: Bool

  /// Runs until the learner leaves.
  ///
  /// - Parameter loaded: the lesson to open; nil for the list of lessons.
  func run(opening loaded: LoadedLesson?) throws(Failure) {
    if isText || !StandardInput.isTerminal || !StandardOutput.isTerminal { return try runText(loaded) }
    let wake = WakePipe()
    let terminal: NcursesTerminal
    do throws(TerminalError) {
      terminal = try NcursesTerminal(
        environment: ProcessInfo.processInfo.environment, choices: screen.choices, wakeDescriptor: wake.readDescriptor)
    } catch {
      StandardError.write("\(error.description)\nGoing on in plain sentences.\n")
      return try runText(loaded)
    }
    defer { leave(terminal) }
    let keeper = SessionKeeper(StateFolder(environment: ProcessInfo.processInfo.environment))
    var effects = effects
    effects.keeper = keeper
    let trainer = BackgroundTrainer(waking: wake, keyframeBudget: keyframeBudget, recorder: keeper)
    let loop = EventLoop(
      terminal: terminal, trainer: trainer, effects: effects, state: state(terminal, keeper, isOpening: loaded != nil))
    _ = loop.run(opening: loaded?.lesson, plan: loaded?.plan)
    trainer.stop()
  }

  /// The list of lessons, at the lesson whose session was written last.
  private func state(
    _ terminal: NcursesTerminal, _ keeper: SessionKeeper, isOpening: Bool
  ) -> WorkbenchState {
    var state = WorkbenchState(
      size: terminal.size, capabilities: terminal.capabilities,
      language: terminal.capabilities.isUnicode ? screen.language.chosen : .english,
      lessons: scan.lessons.map(\.lesson), lessonProblems: scan.errors.map(\.description))
    state.progress = keeper.progress
    state.answerRecords = keeper.progress.answerRecords
    if let latest = keeper.folder.latestLesson(of: state.lessons.map(\.id)) { state.offerToGoOn(with: latest) }
    // Where a lesson is opened right away, Enter means something else.
    if isOpening { state.notice = nil }
    if let notice = terminal.notice { state.notice = Notice(.hint, notice) }
    return state
  }

  /// What was printed while the screen was up is readable afterwards.
  private func leave(_ terminal: NcursesTerminal) {
    terminal.stop()
    if terminal.hasCapturedOutput { StandardError.write(terminal.capturedOutput) }
  }

  /// A script at the other end of a pipe gets the same answers every time: only a person's sessions are kept
  /// and taken up.
  private func runText(_ loaded: LoadedLesson?) throws(Failure) {
    for error in scan.errors { StandardError.write("backstep: \(error.description)\n") }
    var effects = effects
    if StandardInput.isTerminal {
      effects.keeper = SessionKeeper(StateFolder(environment: ProcessInfo.processInfo.environment))
    }
    var mode = TextMode(
      effects: effects, knobs: knobs, library: library, language: screen.language.chosen,
      keyframeBudget: keyframeBudget)
    try mode.run(opening: loaded)
  }
}
