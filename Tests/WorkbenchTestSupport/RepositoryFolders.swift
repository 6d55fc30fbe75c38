import Foundation

/// Where the lessons and the data are, found from where this file lies.
public enum RepositoryFolders {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  public static var lessons: String { root + "/lessons" }
  /// Lessons that only tests use.
  public static var testLessons: String { root + "/Tests/TestLessons" }
  public static var sampleData: String { root + "/sample-data" }
}
