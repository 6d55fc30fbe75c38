/// Lessons in the order in which they are learned, each id once, and so each experiment's.
public struct Curriculum: Sendable {
  public let lessons: [Lesson]

  /// Sorted by part and number. Two lessons with one id, or in one place, are an error.
  public init(_ lessons: [Lesson]) throws(LessonError) {
    let sorted = lessons.sorted { ($0.order, $0.id, $0.places.file) < ($1.order, $1.id, $1.places.file) }
    var files: [String: String] = [:]
    var orders: [LessonOrder: String] = [:]
    var experiments: [String: String] = [:]
    for lesson in sorted {
      if let other = files.updateValue(lesson.places.file, forKey: lesson.id) {
        throw lesson.places.error(
          .repeatedName, at: "id", found: "\(quoted(lesson.id)), which \(other) has too", needed: "an id of its own")
      }
      if let other = orders.updateValue(lesson.places.file, forKey: lesson.order) {
        throw lesson.places.error(
          .repeatedName, at: "order", found: "\(lesson.order), which \(other) has too", needed: "a place of its own")
      }
      for (index, experiment) in lesson.experiments.enumerated() {
        guard let other = experiments.updateValue(lesson.places.file, forKey: experiment.id) else { continue }
        throw lesson.places.error(
          .repeatedName, at: "experiments[\(index + 1)].id", found: "\(quoted(experiment.id)), which \(other) has too",
          needed: "an id of its own")
      }
    }
    self.lessons = sorted
  }

  /// An experiment by its id, with the lesson that it belongs to.
  public func experiment(withID id: String) -> (lesson: Lesson, experiment: Experiment)? {
    for lesson in lessons {
      if let experiment = lesson.experiments.first(where: { $0.id == id }) { return (lesson, experiment) }
    }
    return nil
  }

  public func lesson(withID id: String) -> Lesson? { lessons.first { $0.id == id } }

  /// The id that somebody probably meant.
  public func suggestion(for id: String) -> String? { Lessons.suggestion(for: id, among: lessons.map(\.id)) }
}
