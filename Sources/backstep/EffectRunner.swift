import Foundation
import Lessons
import Screen
import Storage
import Workbench

/// Carries out what the workbench wants done outside: reads a lesson's data, writes a picture.
struct EffectRunner {
  let folders: ProgramFolders
  /// A lesson that the user named by its folder comes last, and counts before one with the same id.
  let lessons: [StoredLesson]

  func open(_ lesson: Lesson, _ plan: LessonPlan, _ opening: Opening) -> Message {
    guard let stored = lessons.last(where: { $0.lesson.id == lesson.id }) else {
      return .failed("The lesson \(lesson.id) is not among those found.")
    }
    do {
      let files = try stored.files(for: plan, sampleData: folders.sampleData)
      return .opened(LessonSession(lesson: lesson, plan: plan, setup: try plan.setup(files: files)), opening)
    } catch { return .failed(Sentence.ended("\(error)")) }
  }

  /// An experiment made ready, with the data of all its trainings; throws a sentence.
  func experimentRun(_ experiment: Experiment, of lesson: Lesson) throws(Failure) -> ExperimentRun {
    guard let stored = lessons.last(where: { $0.lesson.id == lesson.id }) else {
      throw Failure(.missingInput, "The lesson \(lesson.id) is not among those found.")
    }
    let files = try attempt(Failure.init) { () throws(StorageError) in
      try stored.files(for: experiment, sampleData: folders.sampleData)
    }
    return try attempt({ Failure(.badData, Sentence.ended("\($0)")) }) { () throws(ExperimentError) in
      try ExperimentRun(experiment, of: lesson.plan, files: files)
    }
  }

  /// Draws the screen as it is into the first file of `backstep-layers-1.svg`, `-2` and so on that is not
  /// there yet: in the current folder, or where that cannot be written, in the folder of the program's state.
  func writePicture(of state: WorkbenchState) -> Message {
    let lesson = state.session?.lesson.id ?? "lessons"
    let picture = ScreenPicture(title: "Backstep, \(lesson)", background: state.capabilities.background)
    let bytes = Array(picture.svg(WorkbenchView.frame(state)).utf8)
    var problem = ""
    for folder in [".", Self.stateFolder(ProcessInfo.processInfo.environment)] {
      do throws(Failure) {
        if folder != "." { try OutputFile.makeFolder(folder) }
        let prefix = folder == "." ? "" : "\(folder)/"
        for number in 1...Self.mostPictures {
          let path = "\(prefix)backstep-\(lesson)-\(number).svg"
          if FileManager.default.fileExists(atPath: path) { continue }
          try OutputFile.write(bytes, to: path)
          return .done("The screen is in \(path).")
        }
      } catch { problem = error.message }
    }
    return .failed(problem.isEmpty ? "There are \(Self.mostPictures) pictures already." : problem)
  }

  private static let mostPictures = 9999

  static func stateFolder(_ environment: [String: String]) -> String {
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return "\(folder)/backstep" }
    return "\(environment["HOME"] ?? "/tmp")/.local/state/backstep"
  }
}
