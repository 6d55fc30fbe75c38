import ArgumentParser
import Autodiff
import Export
import Lessons
import Sessions
import Stepping
import Storage

/// Runs a session file: where it ends, whether the bits are those that were recorded, or on from there.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Runs a session file again, to the same bits.",
    discussion: "Sessions are in the state folder (backstep doctor names it); docs/SESSIONS.md says what is in them.")

  @Argument(help: ArgumentHelp("A session file.", valueName: "session"))
  var session: String

  @Flag(help: "Compares with what was recorded; exit code 1 when it is not the same.")
  var check = false

  @Flag(help: "Opens the workbench where the session ends; what is done there goes into a session of its own.")
  var open = false

  @Option(parsing: .unconditional, help: "Does only the first events.") var events: Int?

  @Option(help: ArgumentHelp("The folder of the session's lesson, where it is not one of ours.", valueName: "folder"))
  var lesson: String?

  @Option(help: "text or json.") var format = TextOrJSON.text

  @OptionGroup var screen: ScreenArguments

  func validate() throws {
    if let events, events < 0 { throw ValidationError("--events: found \(events), needed a number from 0 up.") }
    if check, open { throw ValidationError("--check and --open: found both, needed one of them.") }
  }

  func run() throws {
    var file = try attempt(Failure.init) { () throws(SessionReadError) in try SessionStore.read(session) }
    let name = Sentence.shown(session)
    if let damage = file.damage {
      StandardError.write(
        "\(name):\(damage.line): damaged from here on (\(damage.count) bytes); what is before it counts.\n")
    }
    if let events { file.events = Array(file.events.prefix(events)) }
    let library = LessonLibrary()
    let stored = try library.lesson(lesson ?? file.header.lesson)
    guard stored.lesson.id == file.header.lesson else {
      throw Failure(
        .usage, "--lesson: found the lesson \(stored.lesson.id), needed \(Sentence.shown(file.header.lesson)).")
    }
    warn(file.header, stored, library)
    if open { return try openWorkbench(file, stored, library) }
    try run(file, stored, library)
  }

  private var language: Language { screen.language.chosen }
  private func text(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

  private func warn(_ header: SessionHeader, _ stored: StoredLesson, _ library: LessonLibrary) {
    let files = try? stored.files(sampleData: library.folders.sampleData)
    if let recorded = header.files, let files, FilesDigest.of(stored, files) != recorded {
      StandardError.write(
        text(
          "The lesson \(stored.lesson.id) or its data are others than when this was recorded.\n",
          "课程 \(stored.lesson.id) 或其数据与记录时不同。\n"))
    }
    if let machine = header.machine, machine != .current {
      StandardError.write(
        text(
          "Recorded on another machine (\(Sentence.shown(machine.architecture)), \(machine.lanes) lanes, \(Sentence.shown(machine.blas))); the same bits are promised on one machine only.\n",
          "记录于另一台机器（\(Sentence.shown(machine.architecture))，\(machine.lanes) 路，\(Sentence.shown(machine.blas))）；只有同一台机器才保证每一位相同。\n"
        ))
    }
  }

  // MARK: Replaying

  private func run(_ file: SessionFile, _ stored: StoredLesson, _ library: LessonLibrary) throws(Failure) {
    let loader = SessionLoader(stored, library.folders)
    let loaded = try loader.loaded(file.header)
    let history: RunHistory
    do throws(SetupError) {
      history = try RunHistory(
        loaded.setup, breakpoints: BreakpointSet(stored.lesson.stopConditions.map(\.text)))
    } catch { throw Failure(error, lesson: stored.lesson.id) }
    var replayer = RunReplayer(history)
    var comparison = ReplayComparison(bitsArePromised: file.header.machine.map { $0 == .current } ?? true)
    do throws(ReplayProblem) {
      for step in loader.replay(file).replay.steps {
        guard case .check(let recorded) = step.event else {
          try replayer.perform(step)
          continue
        }
        if check, let found = try replayer.perform(step) { comparison.add(recorded, found, event: replayer.count) }
      }
      try replayer.catchUp()
    } catch {
      let line = file.lineNumbers.indices.contains(error.index) ? ":\(file.lineNumbers[error.index])" : ""
      throw Failure(.badData, "\(Sentence.shown(session))\(line): \(Sentence.ended(error.description))")
    }
    let end = history.timeline.check()
    try report(file, end, comparison)
    if check, let damage = file.damage {
      throw Failure(
        .badData,
        "\(Sentence.shown(session)):\(damage.line): damaged from here on; only \(comparison.count) checks before it could be compared."
      )
    }
    if check, !comparison.hasPassed {
      throw Failure(.checkFailed, "\(Sentence.shown(session)): not what was recorded.")
    }
  }

  private func report(_ file: SessionFile, _ end: RunCheck, _ comparison: ReplayComparison) throws(Failure) {
    if format == .json {
      return try StandardOutput.line(JSONText.text(ReplayReport(file, end, check ? comparison : nil).json))
    }
    let moment = end.moment
    try StandardOutput.line(
      text(
        "\(file.header.lesson): \(file.events.count) events; ends in iteration \(moment.iteration) after step \(moment.position), training loss \(end.loss).",
        "\(file.header.lesson)：\(file.events.count) 个事件；结束于第 \(moment.iteration) 次迭代第 \(moment.position) 步之后，训练损失 \(end.loss)。"
      ))
    if check { try StandardOutput.line(comparison.sentence(language)) }
  }

  // MARK: Taking over

  private func openWorkbench(_ file: SessionFile, _ stored: StoredLesson, _ library: LessonLibrary) throws(Failure) {
    let loaded = try SessionLoader(stored, library.folders).loaded(file.header)
    let scan = try library.scan()
    var effects = EffectRunner(folders: library.folders, lessons: scan.lessons + [stored])
    effects.takenOver = TakenOverSession(name: session, file: file)
    try WorkbenchProgram(
      screen: screen, knobs: KnobArguments(), library: library, scan: scan, effects: effects,
      keyframeBudget: Timeline.defaultKeyframeBudget, isText: false
    ).run(opening: loaded)
  }
}

extension Failure {
  init(_ error: SessionReadError) {
    switch error {
    case .storage(let error): self.init(error)
    case .session: self.init(.badData, error.description)
    case .write: self.init(.cannotWrite, error.description)
    }
  }
}
