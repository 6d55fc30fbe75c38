import Foundation
import Lessons
import Screen
import Sessions
import Stepping
import Storage
import Workbench

/// Carries out what the workbench wants done outside: reads a lesson's data, writes a picture.
struct EffectRunner {
  let folders: ProgramFolders
  /// A lesson that the user named by its folder comes last, and counts before one with the same id.
  let lessons: [StoredLesson]
  /// Keeps what is done; nil where nothing is to be kept.
  var keeper: SessionKeeper?
  /// Whether lessons begin anew, whatever was done in them before.
  var beginsAnew = false
  /// A session to be taken over when its lesson is opened.
  var takenOver: TakenOverSession?

  func open(_ lesson: Lesson, _ plan: LessonPlan, _ opening: Opening) -> Message {
    guard let stored = lessons.last(where: { $0.lesson.id == lesson.id }) else {
      return .failed("The lesson \(lesson.id) is not among those found.")
    }
    do {
      if opening == .lesson, let resumed = try keptSession(stored, plan) { return .resumed(resumed) }
      let files = try stored.files(for: plan, sampleData: folders.sampleData)
      var setup = try plan.setup(files: files)
      setup.settings = PlanSettings.settings(from: lesson.plan, to: plan) ?? [SessionKeeper.unwritable]
      if opening == .lesson, let keeper, setup.settings != [SessionKeeper.unwritable] {
        setup.log = keeper.prepare(SessionLoader(stored, folders).header(setup, FilesDigest.of(stored, files)))
      }
      return .opened(LessonSession(lesson: lesson, plan: plan, setup: setup), opening)
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

  /// The session that a lesson goes on with; nil where it begins anew.
  private func keptSession(_ stored: StoredLesson, _ plan: LessonPlan) throws -> ResumedSession? {
    guard let keeper else { return nil }
    let loader = SessionLoader(stored, folders)
    if let takenOver, takenOver.file.header.lesson == stored.lesson.id {
      var header = takenOver.file.header
      header.continues = takenOver.name
      header.machine = .current
      return try loader.resumed(takenOver.file, log: keeper.prepare(header, events: takenOver.file.events), from: nil)
    }
    // Who asks for other knobs wants another run.
    guard !beginsAnew, plan == stored.lesson.plan else { return nil }
    let files = try stored.files(sampleData: folders.sampleData)
    guard let kept = keeper.takeUp(stored.lesson.id, files: FilesDigest.of(stored, files)) else { return nil }
    return try loader.resumed(
      kept.session.file, log: kept.log, from: kept.session, keeper.checkpoint(of: kept.session))
  }

  /// Draws the screen as it is into the first file of `backstep-layers-1.svg`, `-2` and so on that is not
  /// there yet: in the current folder, or where that cannot be written, in the folder of the program's state.
  func writePicture(of state: WorkbenchState) -> Message {
    let lesson = state.session?.lesson.id ?? "lessons"
    let picture = ScreenPicture(title: "Backstep, \(lesson)", background: state.capabilities.background)
    let bytes = Array(picture.svg(WorkbenchView.frame(state)).utf8)
    var problem = ""
    for folder in [".", StateFolder(environment: ProcessInfo.processInfo.environment).path] {
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
}
