import Autodiff
import Lessons
import Storage
import Testing

@Test func everyShippedLessonCanBeRead() throws {
  #expect(try LessonFolder.scan("lessons").errors.isEmpty)
}
