import Foundation

/// Where the lessons and the data are, found from where this file lies.
public enum RepositoryFolders {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  public static var lessons: String { root + "/lessons" }
  /// Lessons that are made for tests, so that a change of the real ones changes no test.
  public static var sampleLessons: String { root + "/Tests/SampleLessons" }
  public static var sampleData: String { root + "/sample-data" }
}
