import Lessons
import Stepping
import Storage
import Testing

/// `docs/CONDITIONS.md` is true: its examples run, and its error is the one that is shown.
struct ConditionsDocumentTests {
  private func document() throws -> String {
    String(decoding: try FileBytes.read("\(folders.root)/docs/CONDITIONS.md", limit: 1 << 20), as: UTF8.self)
  }

  private func layers() throws -> TrainingSetup {
    let stored = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers"))
    let plan = stored.lesson.plan
    return try plan.setup(files: try stored.files(for: plan, sampleData: folders.sampleData))
  }

  @Test func everyExampleRuns() throws {
    let section = try #require(try document().split(separator: "## Examples").last?.split(separator: "## What").first)
    let examples = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map {
      String($0.split(separator: "`", maxSplits: 2)[1])
    }
    #expect(examples.count > 12)
    let setup = try layers()
    let scope = try ConditionScope(setup)
    var hits = 0
    for example in examples {
      #expect(throws: Never.self, "\(example)") { try Condition(example, in: scope) }
      let timeline = try Timeline(setup)
      var search = BreakpointSearch(BreakpointSet([example]), on: timeline, .forwards)
      var outcome = BreakpointSearch.Outcome.searching
      for _ in 0..<6 where outcome == .searching { outcome = search.advance(iterations: 20) }
      if case .hit = outcome { hits += 1 }
    }
    // The others need a longer run, or one that goes wrong.
    #expect(hits >= 6)
  }

  @Test func theErrorIsTheOneThatIsShown() throws {
    let shown = try #require(try document().split(separator: "```text\n").last?.split(separator: "\n```").first)
    let condition = String(try #require(shown.split(separator: "\n").first))
    let scope = try ConditionScope(try layers())
    do throws(ConditionError) {
      _ = try Condition(condition, in: scope)
      Issue.record("no error")
    } catch { #expect(error.description == shown) }
  }
}
