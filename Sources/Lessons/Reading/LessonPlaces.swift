/// Where each thing in a lesson file is written, by its path: `training.learning-rate`,
/// `tour[2].value`. Items of lists count from 1, as lines do.
public struct LessonPlaces: Hashable, Sendable {
  /// The file's display name.
  public let file: String
  private var places: [String: LessonPlace] = [:]

  public init(file: String) { self.file = file }

  mutating func note(_ place: LessonPlace, of path: String) { places[path] = place }

  /// The place of a path, or of the nearest thing around it that is written down.
  public subscript(path: String) -> LessonPlace? {
    var path = path[...]
    while true {
      if let place = places[String(path)] { return place }
      guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return places[""] }
      path = path[..<cut]
    }
  }

  /// An error about the thing at a path.
  public func error(
    _ problem: LessonError.Problem, at path: String, found: String, needed: String, suggestion: String? = nil
  ) -> LessonError {
    LessonError(
      problem, in: file, at: self[path], path: path, found: found, needed: needed, suggestion: suggestion)
  }
}
