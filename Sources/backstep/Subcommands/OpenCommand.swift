import ArgumentParser
import Lessons
import Storage

/// The workbench: on a terminal, or in plain sentences where there is none.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Opens the workbench with a lesson, or with the list of lessons (the default).")

  @Argument(help: ArgumentHelp("A lesson's id, or its folder.", valueName: "lesson"))
  var lesson: String?

  @OptionGroup var knobs: KnobArguments
  @OptionGroup var screen: ScreenArguments

  @Flag(help: "Begins anew, whatever was done in the lesson before; that stays in its session.")
  var fresh = false

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
    let stored = try lesson.map { try library.lesson($0, in: scan) }
    let loaded = try stored.map { try knobs.load($0, in: library) }
    let known = scan.lessons + (stored.map { [$0] } ?? [])
    var effects = EffectRunner(folders: library.folders, lessons: known)
    effects.beginsAnew = fresh
    try WorkbenchProgram(
      screen: screen, knobs: knobs, library: library, scan: scan, effects: effects,
      keyframeBudget: keyframeMemory << 20, isText: text
    ).run(opening: loaded)
  }
}
