public import Autodiff
public import Sessions
public import Stepping
import Synchronization

/// Keeps everything that is done: a session for each lesson that is opened, a line for each run that is
/// left, and progress. Each line is on the disk when `record` returns.
///
/// Where something cannot be written it says so once and the run goes on without; what was written before
/// stays. May be used from any thread.
public final class SessionKeeper: RunRecorder {
  public let folder: StateFolder
  private let state = Mutex(State())
  /// Apart from the files, so that whoever asks does not wait for the disk.
  private let notices = Mutex<[BilingualText]>([])

  private struct State: ~Copyable {
    /// What is to be written as soon as something is done, by log number.
    var prepared: [Int: Prepared] = [:]
    var lastNumber = 0
    var current: Log?
    var file: AppendOnlyFile?
    var hasComplained = false
  }

  /// A log that is not open.
  private struct Prepared {
    let header: SessionHeader
    /// The file to go on in; nil for a new one, made when the first event comes.
    let path: String?
    /// What was done before.
    let events: [RunEvent]
  }

  private struct Log {
    var header: SessionHeader
    var path: String?
    /// What the file is to begin with, when it is made.
    var events: [RunEvent]
    /// Of everything in the file so far.
    var digest = SessionDigest()
  }

  public init(_ folder: StateFolder) { self.folder = folder }

  // MARK: Preparing

  /// A session of its own, whose file is made when something is done in it.
  ///
  /// - Parameter events: what it begins with, taken over from another session.
  /// - Returns: the number for ``TrainingSetup/log``.
  public func prepare(_ header: SessionHeader, events: [RunEvent] = []) -> Int {
    state.withLock { state in
      state.lastNumber += 1
      state.prepared[state.lastNumber] = Prepared(header: header, path: nil, events: events)
      return state.lastNumber
    }
  }

  /// Takes up the latest session of a lesson, if there is one that was recorded with the same files.
  ///
  /// - Returns: the session and the number for ``TrainingSetup/log``; nil where another one begins.
  public func takeUp(_ lesson: String, files: UInt64) -> (session: StoredSession, log: Int)? {
    guard let path = folder.sessionFiles(of: lesson).last else { return nil }
    do throws(SessionReadError) {
      var file: AppendOnlyFile
      do throws(WriteProblem) { file = try AppendOnlyFile(path, isExclusive: true) } catch { throw .write(error) }
      let stored = try SessionStore.takeUp(path, &file)
      guard stored.file.header.lesson == lesson, stored.file.header.files == files else {
        say(
          BilingualText(
            "\(StateFolder.sessionName(path)) was recorded with other files of this lesson; another session begins.",
            zh: "\(StateFolder.sessionName(path)) 是用本课程的另一版文件记录的；开始新的会话。"))
        return nil
      }
      let number = state.withLock { state in
        state.lastNumber += 1
        state.prepared[state.lastNumber] = Prepared(header: stored.file.header, path: path, events: stored.file.events)
        return state.lastNumber
      }
      return (stored, number)
    } catch {
      if case .write(let problem) = error, problem.isLocked {
        say(
          BilingualText(
            "\(StateFolder.sessionName(path)) is open in another Backstep; another session begins.",
            zh: "\(StateFolder.sessionName(path)) 已在另一个 Backstep 中打开；开始新的会话。"))
      } else {
        say(
          BilingualText(
            "The last session cannot be taken up: \(error.description) Another one begins.",
            zh: "无法继续上次的会话：\(error.description) 开始新的会话。"))
      }
      return nil
    }
  }

  // MARK: Recording

  public func begin(log number: Int) {
    state.withLock { state in
      state.file = nil
      state.current = nil
      guard let prepared = state.prepared[number] else { return }
      state.current = Log(header: prepared.header, path: prepared.path, events: prepared.events)
      let lesson = prepared.header.lesson
      if progress.lessons[lesson] == nil { append(Progress.line(opening: lesson), to: folder.progress, &state) }
      if prepared.path != nil {
        state.current?.digest = SessionDigest(SessionFile(prepared.header, prepared.events).text)
      }
      if let path = prepared.path {
        attempt(&state) { state throws(WriteProblem) in state.file = try AppendOnlyFile(path, isExclusive: true) }
      }
    }
  }

  public func replayed(only count: Int) {
    state.withLock { state in
      guard var log = state.current else { return }
      log.header.continues = log.path.map(StateFolder.sessionName) ?? log.header.continues
      log.path = nil
      log.events = Array(log.events.prefix(count))
      state.current = log
      state.file = nil
    }
  }

  public func record(_ event: RunEvent) {
    state.withLock { state in
      guard let log = state.current else { return }
      switch event {
      case .structure(let settings) where settings == [Self.unwritable],
        .restart(let settings) where settings == [Self.unwritable],
        .racer(_, _, let settings) where settings == [Self.unwritable]:
        say(
          BilingualText(
            "This change cannot be written down; what follows is in no session.",
            zh: "无法记录这个改动；之后的操作不在任何会话中。"))
        state.current = nil
        state.file = nil
        return
      case .note(let note):
        if let line = Progress.line(note, in: log.header.lesson) { append(line, to: folder.progress, &state) }
      default: break
      }
      attempt(&state) { state throws(WriteProblem) in
        if state.file == nil { try create(&state) }
        let line = SealedLine.seal(EventText.line(event))
        try state.file?.append(line)
        state.current?.digest.add(line)
      }
    }
  }

  /// Stands for settings that cannot be said.
  public static let unwritable = "unwritable"

  /// Makes the file of a new session, with its header.
  private func create(_ state: inout State) throws(WriteProblem) {
    guard var log = state.current else { return }
    try StateFolder.make(folder.sessions(of: log.header.lesson))
    let path = folder.newSessionFile(of: log.header.lesson)
    let text = SessionFile(log.header, log.events).text
    let file = try AppendOnlyFile.made(path, beginningWith: text)
    log.digest = SessionDigest(text)
    log.path = path
    state.current = log
    state.file = consume file
  }

  public func keep(_ checkpoint: RunCheckpoint) {
    state.withLock { state in
      guard let log = state.current, let path = log.path, state.file != nil else { return }
      attempt(&state, endsLog: false) { _ throws(WriteProblem) in
        try CheckpointFile.write(checkpoint, after: log.digest, beside: path)
      }
    }
  }

  public func leave(_ summary: RunSummary) {
    state.withLock { state in
      guard let log = state.current, let path = log.path else { return }
      let record = RunRecord(session: StateFolder.sessionName(path), lesson: log.header.lesson, summary)
      append(record.line, to: folder.runs, &state)
    }
  }

  /// What was computed when the session was as it is or shorter; nil where that is not known.
  public func checkpoint(of session: StoredSession) -> RunCheckpoint? {
    CheckpointFile.read(beside: session.path, of: session.file)
  }

  public var progress: Progress {
    guard let bytes = try? FileBytes.read(folder.progress, limit: SessionFile.largestFile) else { return Progress() }
    return Progress(lines: SealedLines.open(bytes).lines)
  }

  /// Adds a line to a file that several may write to.
  private func append(_ line: String, to path: String, _ state: inout State) {
    attempt(&state, endsLog: false) { _ throws(WriteProblem) in
      try StateFolder.make(folder.path)
      var file = try AppendOnlyFile(path)
      // A line that was cut off must not be continued.
      try file.append((file.endsLine ? "" : "\n") + SealedLine.seal(line))
    }
  }

  private func attempt(
    _ state: inout State, endsLog: Bool = true, _ body: (inout State) throws(WriteProblem) -> Void
  ) {
    do throws(WriteProblem) { try body(&state) } catch {
      if endsLog {
        state.file = nil
        state.current = nil
      }
      guard !state.hasComplained else { return }
      state.hasComplained = true
      say(
        BilingualText(
          "Nothing more is kept of this session: \(error.description). What was kept stays.",
          zh: "本次会话不再保存：\(error.description)。已保存的内容不受影响。"))
    }
  }

  // MARK: Notices

  private func say(_ notice: BilingualText) { notices.withLock { $0.append(notice) } }

  /// What there is to tell, once.
  public func takeNotices() -> [BilingualText] {
    notices.withLock { notices in
      defer { notices = [] }
      return notices
    }
  }
}
