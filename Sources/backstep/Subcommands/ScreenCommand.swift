import ArgumentParser
import Screen
import Storage
import Workbench

/// The screen after some keys, without a terminal.
struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen", abstract: "Prints the screen as it is after some keys, without a terminal.",
    discussion: "Keys are characters or names with spaces between them: \"n n N Enter Esc Space S-Tab C-l Up F1\".")

  @Argument(
    help: ArgumentHelp("A lesson's id, or its folder; the list of lessons when not given.", valueName: "lesson"))
  var lesson: String?

  @OptionGroup var knobs: KnobArguments
  @Option(parsing: .unconditional, help: ArgumentHelp("What is pressed, in order.", valueName: "keys"))
  var keys = ""
  @Option(parsing: .unconditional, help: ArgumentHelp("Columns and rows, each from 1 to 1000.", valueName: "WxH"))
  var size = "120x36"
  @Option(help: "text, ansi, or svg.") var format: Format = .text
  @OptionGroup var screen: ScreenArguments
  @OptionGroup var output: OutputArguments

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, ansi, svg }

  func run() throws {
    guard let size = ScreenSize(size) else {
      throw Failure(
        .usage,
        "--size: found \"\(Sentence.shown(size))\", needed columns and rows, each from 1 to \(ScreenSize.largest), such as 120x36."
      )
    }
    let library = LessonLibrary()
    let presses = try attempt({ (error: Key.UnknownName) in
      Failure(.usage, "--keys: \(Sentence.ended(error.description))")
    }) {
      () throws(Key.UnknownName) in try Key.script(keys)
    }
    let scan = try library.scan()
    let stored = try lesson.map { try library.lesson($0, in: scan) }
    let capabilities = screen.capabilities(hasColors: format != .text)
    let state = WorkbenchState(
      size: Size(width: size.width, height: size.height), capabilities: capabilities,
      language: screen.language.chosen, lessons: scan.lessons.map(\.lesson),
      lessonProblems: scan.errors.map(\.description))
    let offscreen = OffscreenWorkbench(
      state, effects: EffectRunner(folders: library.folders, lessons: scan.lessons + (stored.map { [$0] } ?? [])))
    if let stored {
      let loaded = try knobs.load(stored, in: library)
      offscreen.open(loaded)
    }
    for key in presses { offscreen.press(key) }
    let frame = offscreen.frame
    let text =
      switch format {
      case .text: ScreenText.plain(frame, capabilities)
      case .ansi: ScreenText.ansi(frame, capabilities)
      case .svg:
        ScreenPicture(title: "Backstep\(lesson.map { ", \($0)" } ?? "")", background: capabilities.background)
          .svg(frame)
      }
    try output.write(Array(text.utf8))
  }
}

/// Columns and rows, written `120x36`.
private struct ScreenSize {
  let width: Int
  let height: Int

  static let largest = 1000

  init?(_ text: String) {
    let parts = text.lowercased().split(whereSeparator: { $0 == "x" || $0 == "×" }).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], (1...Self.largest).contains(width),
      (1...Self.largest).contains(height)
    else { return nil }
    (self.width, self.height) = (width, height)
  }
}
