import Lessons
import Storage
import Workbench

/// Carries out what the workbench wants done outside: reads a lesson's data, writes a picture.
struct EffectRunner {
  let folders: ProgramFolders
  let lessons: [StoredLesson]

  func open(_ lesson: Lesson, _ plan: LessonPlan) -> Message {
    guard let stored = lessons.first(where: { $0.lesson.id == lesson.id }) else {
      return .failed("The lesson \(lesson.id) is not among those found.")
    }
    do {
      let files = try stored.files(for: plan, sampleData: folders.sampleData)
      return .opened(LessonSession(lesson: lesson, plan: plan, setup: try plan.setup(files: files)))
    } catch { return .failed("\(error)") }
  }

  func writePicture(of state: WorkbenchState) -> Message { .failed("not yet") }
}
