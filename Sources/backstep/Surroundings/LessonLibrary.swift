import Foundation
import Lessons
import Storage

/// The lessons that came with the program, and those in folders that a user names.
struct LessonLibrary {
  let folders: ProgramFolders

  init() {
    folders = ProgramFolders(
      environment: ProcessInfo.processInfo.environment,
      executable: try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      currentFolder: FileManager.default.currentDirectoryPath)
  }

  func scan() throws(Failure) -> LessonFolder.Scan {
    do throws(StorageError) { return try LessonFolder.scan(folders.lessons) } catch {
      let advice = "Set BACKSTEP_HOME to the folder that holds lessons and sample-data, or start ./backstep there."
      throw Failure(.missingInput, "\(error.description) \(advice)")
    }
  }

  /// A lesson by its id or by its folder.
  func lesson(_ name: String) throws(Failure) -> StoredLesson {
    try Self.isFolder(name) ? folder(name) : lesson(name, in: scan())
  }

  /// A lesson by its id or by its folder, where the library has been read already.
  func lesson(_ name: String, in scan: LessonFolder.Scan) throws(Failure) -> StoredLesson {
    if Self.isFolder(name) { return try folder(name) }
    if let lesson = scan.lesson(withID: name) { return lesson }
    if FileBytes.isFolder(name) { return try folder(name) }
    // Broken lessons have no id that could be relied on; their folders' names may tell.
    if let error = scan.errors.first(where: { $0.description.contains("-\(name)/") }) { throw Failure(error) }
    throw Failure(
      .missingInput, Sentence.unknown("lesson", name, known: scan.lessons.map(\.lesson.id)))
  }

  /// Whether a name can only be a folder's.
  private static func isFolder(_ name: String) -> Bool { name.contains("/") || FileBytes.isFile(name) }

  private func folder(_ path: String) throws(Failure) -> StoredLesson {
    try attempt(Failure.init) { () throws(StorageError) in try LessonFolder.lesson(at: path) }
  }
}
