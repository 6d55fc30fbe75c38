/// Lessons in the order in which they are learned, each id once.
public struct Curriculum: Sendable {
  public let lessons: [Lesson]

  /// Sorted by part and number. Two lessons with one id, or in one place, are an error.
  public init(_ lessons: [Lesson]) throws(LessonError) {
    let sorted = lessons.sorted { ($0.order, $0.id, $0.places.file) < ($1.order, $1.id, $1.places.file) }
    var files: [String: String] = [:]
    var orders: [LessonOrder: String] = [:]
    for lesson in sorted {
      if let other = files.updateValue(lesson.places.file, forKey: lesson.id) {
        throw lesson.places.error(
          .repeatedName, at: "id", found: "\(quoted(lesson.id)), which \(other) has too", needed: "an id of its own")
      }
      if let other = orders.updateValue(lesson.places.file, forKey: lesson.order) {
        throw lesson.places.error(
          .repeatedName, at: "order", found: "\(lesson.order), which \(other) has too", needed: "a place of its own")
      }
    }
    self.lessons = sorted
  }

  public func lesson(withID id: String) -> Lesson? { lessons.first { $0.id == id } }

  /// The id that somebody probably meant.
  public func suggestion(for id: String) -> String? { Lessons.suggestion(for: id, among: lessons.map(\.id)) }
}
