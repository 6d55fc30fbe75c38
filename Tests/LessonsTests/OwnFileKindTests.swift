import Datasets
import Lessons
import Stepping
import Storage
import Testing

/// A lesson takes the kinds of files that it says it takes, and no others.
struct OwnFileKindTests {
  /// One small file of each kind, by its name.
  private static let files: [OwnFileKind: (name: String, bytes: [String: [UInt8]])] = {
    let table = "a,b,kind\n" + (0..<30).map { "\($0),\(30 - $0),\($0.isMultiple(of: 2) ? "p" : "q")\n" }.joined()
    let series = "year,close\n" + (1000..<2020).map { "\($0),\(1 + ($0 * 37) % 91)\n" }.joined()
    let words = [["abe", "bea", "cade", "dab"], ["zuz", "yxz", "wuz", "xyy"]].map { $0.joined(separator: "\n") }
    let text = String(repeating: "the quick brown fox jumps over the lazy dog\n", count: 40)
    let picture = "P2\n48 48\n255\n" + (0..<48 * 48).map { "\($0 % 251)" }.joined(separator: " ") + "\n"
    func file(_ name: String, _ text: String) -> (String, [String: [UInt8]]) { (name, [name: Array(text.utf8)]) }
    return [
      .table: file("table.csv", table), .series: file("series.csv", series), .pictures: file("photo.pgm", picture),
      .wordLists: ("a.txt,b.txt", ["a.txt": Array(words[0].utf8), "b.txt": Array(words[1].utf8)]),
      .text: file("book.txt", text),
    ]
  }()

  @Test(arguments: OwnFileKind.allCases) func whatALessonTakesRuns(_ kind: OwnFileKind) throws {
    let (name, bytes) = try #require(Self.files[kind])
    for stored in try shippedLessons() {
      let lesson = stored.lesson
      var plan = lesson.plan
      plan.useOwnFile(name)
      // Where a series is asked for, any table is taken for one, and its dates are looked at.
      guard plan.ownFile?.holds == kind else { continue }
      do throws(PlanError) {
        _ = try plan.setup(files: bytes)
        #expect(plan.misfit(ofDataIn: lesson.plan) == nil, "\(lesson.id) takes \(kind)")
      } catch {
        guard case .setup = error else {
          Issue.record("\(lesson.id): \(error)")
          continue
        }
        #expect(plan.misfit(ofDataIn: lesson.plan) != nil, "\(lesson.id): \(error)")
      }
    }
  }

  @Test func theMisfitSaysWhatIsTaken() throws {
    let lesson = try shippedLesson("words").lesson
    var plan = lesson.plan
    plan.useOwnFile("book.txt")
    let misfit = try #require(plan.misfit(ofDataIn: lesson.plan))
    #expect(misfit.found == "a text whose next letter or word is to be told (one .txt file)")
    #expect(misfit.needed == "lists of words (a .txt file for each class)")
  }
}
