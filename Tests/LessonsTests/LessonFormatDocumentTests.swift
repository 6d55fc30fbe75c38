import Autodiff
import Lessons
import NeuralNet
import Stepping
import Storage
import Testing

/// `docs/LESSON_FORMAT.md` is true: its example runs, and it names every key and knob there is.
struct LessonFormatDocumentTests {
  private func document() throws -> String {
    String(decoding: try FileBytes.read("\(folders.root)/docs/LESSON_FORMAT.md", limit: 1 << 20), as: UTF8.self)
  }

  private func example() throws -> Lesson {
    let parts = try document().split(separator: "```yaml\n", maxSplits: 1)
    let yaml = try #require(parts.last?.split(separator: "\n```").first)
    return try lesson(String(yaml))
  }

  @Test func theExampleRunsAndReachesItsGoal() throws {
    let lesson = try example()
    let files = try DatasetFolder.files(for: lesson.plan, sampleData: folders.sampleData)
    let trial = try lesson.tried(with: files)
    #expect(trial.goalReachedAfter != nil)
    #expect(trial.answers.count == 4 && trial.stops.count == 2)
    #expect(lesson.plan.configuration.initialValues["output.bias"] == [0.1, 0, -0.1])
  }

  @Test func everyKnobIsNamed() throws {
    let document = try #require(try document().split(separator: "## Knobs").last)
    for knob in KnobCatalog.all { #expect(document.contains("`\(knob.name)`"), "\(knob.name)") }
  }

  @Test func everyNameIsListed() throws {
    let document = try document()
    let names =
      LossCatalog.names + OptimizerCatalog.names + ActivationCatalog.names + InitializerCatalog.names
      + Lesson.panelNames
      + MeasureCatalog.names + Expectation.Relation.allCases.map(\.rawValue) + Verdict.allCases.map(\.rawValue)
      + Goal.Metric.allCases.map(\.rawValue) + Goal.Comparison.allCases.map(\.rawValue)
    for name in names { #expect(document.contains(name), "\(name)") }
  }
}
