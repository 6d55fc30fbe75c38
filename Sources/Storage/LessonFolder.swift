import Autodiff
public import Lessons

/// A lesson on disk: the checked lesson, and the folder that its own data files are in.
public struct StoredLesson: Sendable {
  public let lesson: Lesson
  public let folder: String
}

/// Reads lessons from folders: `lesson.yaml`, `text.en.md` and `text.zh.md`, and nothing else.
public enum LessonFolder {
  public static let lessonFile = "lesson.yaml"
  private static let largestText = 1 << 20

  /// The lesson in a folder (or whose lesson.yaml is named). A text in one language serves for both.
  public static func lesson(at path: String) throws(StorageError) -> StoredLesson {
    let folder = FilePath.split(path).name == lessonFile ? FilePath.split(path).folder : path
    let file = FilePath.join(folder, lessonFile)
    // Says what is wrong with the folder, where it is the folder.
    guard try FileBytes.names(in: folder.isEmpty ? "." : folder).contains(lessonFile) else {
      throw .noLesson(folder: path)
    }
    let bytes = try FileBytes.read(file, limit: largestText)
    let text = try text(in: folder)
    do throws(LessonError) {
      return StoredLesson(lesson: try Lesson(LessonFile(bytes: bytes, file: file), text: text), folder: folder)
    } catch { throw .lesson(error) }
  }

  private static func text(in folder: String) throws(StorageError) -> BilingualText {
    let english = FilePath.join(folder, "text.en.md")
    let chinese = FilePath.join(folder, "text.zh.md")
    switch (FileBytes.isFile(english), FileBytes.isFile(chinese)) {
    case (true, true): return BilingualText(try markdown(english), zh: try markdown(chinese))
    case (false, true):
      let text = try markdown(chinese)
      return BilingualText(text, zh: text)
    default:
      let text = try markdown(english)
      return BilingualText(text, zh: text)
    }
  }

  private static func markdown(_ path: String) throws(StorageError) -> String {
    guard let text = String(validating: try FileBytes.read(path, limit: largestText), as: UTF8.self) else {
      throw .notUTF8(path: path)
    }
    return text
  }

  /// What a folder of lessons holds: those that can be used, in order, and what is wrong with the others.
  public struct Scan: Sendable {
    public let lessons: [StoredLesson]
    public let errors: [StorageError]

    public func lesson(withID id: String) -> StoredLesson? { lessons.first { $0.lesson.id == id } }
  }

  /// Every lesson in the folders of a folder. One that is broken does not hide the others; of two with
  /// the same id or the same place, the second is an error.
  public static func scan(_ folder: String) throws(StorageError) -> Scan {
    var found: [StoredLesson] = []
    var errors: [StorageError] = []
    for name in try FileBytes.names(in: folder) {
      let path = FilePath.join(folder, name)
      guard FileBytes.isFolder(path) else { continue }
      do throws(StorageError) {
        let stored = try lesson(at: path)
        do throws(LessonError) {
          _ = try Curriculum(found.map(\.lesson) + [stored.lesson])
          found.append(stored)
        } catch { errors.append(.lesson(error)) }
      } catch { errors.append(error) }
    }
    return Scan(lessons: found.sorted { $0.lesson.order < $1.lesson.order }, errors: errors)
  }
}
