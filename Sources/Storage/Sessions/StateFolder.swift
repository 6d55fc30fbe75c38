#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a learner's own things are kept: `$XDG_STATE_HOME/backstep`, else `~/.local/state/backstep`.
///
///     progress                    lessons opened, goals, answers
///     runs                        a line a run
///     sessions/layers/layers-3.session
public struct StateFolder: Hashable, Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  public init(environment: [String: String]) {
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
      path = "\(folder)/backstep"
    } else {
      path = "\(environment["HOME"] ?? "/tmp")/.local/state/backstep"
    }
  }

  public var progress: String { FilePath.join(path, "progress") }
  public var runs: String { FilePath.join(path, "runs") }
  public func sessions(of lesson: String) -> String { FilePath.join(FilePath.join(path, "sessions"), lesson) }

  static let suffix = ".session"

  /// The sessions of a lesson, oldest first.
  public func sessionFiles(of lesson: String) -> [String] {
    let folder = sessions(of: lesson)
    // Most lessons have none yet, and need no message that says so.
    let names = FileBytes.isFolder(folder) ? (try? FileBytes.names(in: folder)) ?? [] : []
    return names.compactMap { name in Self.number(name, of: lesson).map { (name, $0) } }
      .sorted { $0.1 < $1.1 }.map { FilePath.join(sessions(of: lesson), $0.0) }
  }

  /// A name that no session of the lesson has yet.
  func newSessionFile(of lesson: String) -> String {
    let last = sessionFiles(of: lesson).last.flatMap { Self.number(FilePath.split($0).name, of: lesson) } ?? 0
    return FilePath.join(sessions(of: lesson), "\(lesson)-\(last + 1)\(Self.suffix)")
  }

  private static func number(_ name: String, of lesson: String) -> Int? {
    guard name.hasPrefix("\(lesson)-"), name.hasSuffix(suffix) else { return nil }
    return Int(name.dropFirst(lesson.count + 1).dropLast(suffix.count))
  }

  /// `layers-3` of `…/layers-3.session`
  public static func sessionName(_ path: String) -> String {
    let name = FilePath.split(path).name
    return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
  }

  /// The lesson whose session was written last; nil when there is none.
  public func latestLesson(of lessons: [String]) -> String? {
    let times = lessons.compactMap { lesson -> (String, Int, Int)? in
      guard let file = sessionFiles(of: lesson).last else { return nil }
      var information = stat()
      guard stat(file, &information) == 0 else { return nil }
      return (lesson, information.st_mtim.tv_sec, information.st_mtim.tv_nsec)
    }
    return times.max { ($0.1, $0.2) < ($1.1, $1.2) }?.0
  }

  /// Makes a folder, with those above it, where there is none.
  static func make(_ folder: String) throws(WriteProblem) {
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += made.isEmpty || made == "/" ? String(part) : "/\(part)"
      if mkdir(made, 0o700) != 0, errno != EEXIST { throw WriteProblem(made, errno) }
    }
  }
}
