import ArgumentParser
import Lessons
import Storage

/// Validates lesson files, by reading and by running them.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validates lessons: reads their files, builds and runs them, reaches their goals.")

  @Argument(help: ArgumentHelp("Lesson folders, lesson.yaml files, or folders of lessons.", valueName: "path"))
  var paths: [String]

  func run() throws {
    let library = LessonLibrary()
    var statuses: [ExitStatus] = []
    func report(_ error: StorageError) {
      let failure = Failure(error)
      StandardError.write("\(failure.message)\n")
      statuses.append(failure.status)
    }
    for path in paths {
      do throws(StorageError) {
        let (lessons, errors) = try Self.lessons(at: path)
        errors.forEach(report)
        for stored in lessons {
          do throws(StorageError) {
            try line(stored, library)
          } catch { report(error) }
        }
        if lessons.isEmpty, errors.isEmpty { throw .noLesson(folder: path) }
      } catch { report(error) }
    }
    let worst = statuses.contains(.badData) ? ExitStatus.badData : statuses.first
    if let worst { throw ExitCode(worst.rawValue) }
  }

  /// The lesson that a path names, or all in the folder that it names.
  private static func lessons(at path: String) throws(StorageError) -> ([StoredLesson], [StorageError]) {
    if FileBytes.isFolder(path), !FileBytes.isFile("\(path)/\(LessonFolder.lessonFile)") {
      let scan = try LessonFolder.scan(path)
      return (scan.lessons, scan.errors)
    }
    return ([try LessonFolder.lesson(at: path)], [])
  }

  private func line(_ stored: StoredLesson, _ library: LessonLibrary) throws(StorageError) {
    let files = try stored.files(sampleData: library.folders.sampleData)
    let trial: LessonTrial
    do throws(LessonError) { trial = try stored.lesson.tried(with: files) } catch { throw .lesson(error) }
    let goal = trial.goalReachedAfter.map { ", goal reached after \($0) iterations" } ?? ""
    let text = "ok  \(stored.folder): \(trial.stops.count) stops, \(trial.answers.count) predictions\(goal)"
    // A closed output is noticed by the next thing that is printed there.
    try? StandardOutput.line(text)
  }
}
