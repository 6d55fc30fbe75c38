import ArgumentParser
import Foundation
import Lessons
import NcursesBackend
import Screen
import Storage
import TrainerService
import Workbench

/// The workbench: on a terminal, or in plain sentences where there is none.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Opens the workbench with a lesson, or with the list of lessons (the default).")

  @Argument(help: ArgumentHelp("A lesson's id, or its folder.", valueName: "lesson"))
  var lesson: String?

  @OptionGroup var knobs: KnobArguments
  @OptionGroup var screen: ScreenArguments

  @Flag(help: "Plain sentences instead of a screen: for screen readers, pipes and logs.")
  var text = false

  @Option(help: ArgumentHelp("Memory for going back in time, in MiB.", valueName: "MiB"))
  var keyframeMemory = 64

  private static let mostKeyframeMemory = 1 << 16

  func validate() throws {
    guard (0...Self.mostKeyframeMemory).contains(keyframeMemory) else {
      throw ValidationError(
        "--keyframe-memory: found \(keyframeMemory), needed a whole number of MiB from 0 to \(Self.mostKeyframeMemory)."
      )
    }
  }

  func run() throws {
    let library = LessonLibrary()
    let scan = try library.scan()
    let stored = try lesson.map { try library.lesson($0) }
    let loaded = try stored.map { try knobs.load($0, in: library) }
    let known = scan.lessons + (stored.map { [$0] } ?? [])
    if text || !StandardInput.isTerminal || !StandardOutput.isTerminal {
      try openText(loaded, known, scan.errors, library)
      return
    }
    let wake = WakePipe()
    let terminal: NcursesTerminal
    do throws(TerminalError) {
      terminal = try NcursesTerminal(
        environment: ProcessInfo.processInfo.environment, choices: screen.choices, wakeDescriptor: wake.readDescriptor)
    } catch {
      StandardError.write("\(error.description)\nGoing on in plain sentences.\n")
      try openText(loaded, known, scan.errors, library)
      return
    }
    defer { leave(terminal) }
    var state = WorkbenchState(
      size: terminal.size, capabilities: terminal.capabilities, language: screen.language.chosen,
      lessons: scan.lessons.map(\.lesson), lessonProblems: scan.errors.map(\.description))
    if let notice = terminal.notice { state.notice = Notice(.hint, notice) }
    let trainer = BackgroundTrainer(waking: wake, keyframeBudget: keyframeMemory << 20)
    let loop = EventLoop(
      terminal: terminal, trainer: trainer, effects: EffectRunner(folders: library.folders, lessons: known),
      state: state)
    _ = loop.run(opening: loaded?.lesson, plan: loaded?.plan)
    trainer.stop()
  }

  /// What was printed while the screen was up is readable afterwards.
  private func leave(_ terminal: NcursesTerminal) {
    terminal.stop()
    if terminal.hasCapturedOutput { StandardError.write(terminal.capturedOutput) }
  }

  private func openText(
    _ loaded: LoadedLesson?, _ known: [StoredLesson], _ errors: [StorageError], _ library: LessonLibrary
  ) throws(Failure) {
    for error in errors { StandardError.write("backstep: \(error.description)\n") }
    var mode = TextMode(
      lessons: known, knobs: knobs, library: library, language: screen.language.chosen,
      keyframeBudget: keyframeMemory << 20)
    try mode.run(opening: loaded)
  }
}
