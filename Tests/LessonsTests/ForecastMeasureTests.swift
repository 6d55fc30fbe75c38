import Lessons
import Storage
import Testing

/// Experiments measure forecasts beside "tomorrow = today".
struct ForecastMeasureTests {
  private func figures(_ data: String, weights: String) throws -> [Double?] {
    let text = """
      id: forecasts
      order: 9.9
      title: T
      question: Q
      data: {dataset: \(data)}
      model:
        layers:
          - dense: {name: output, units: 1}
        loss: squared-error
      training: {learning-rate: 0, batch-size: 10, seed: 3}
      initial: {output.weight: \(weights), output.bias: [0]}
      experiments:
        - id: e
          claim: C
          question: Q
          choices: {holds: H, partly: P, fails: F}
          runs: [{batch-size: 10}, {batch-size: 20}]
          seeds: [3]
          iterations: 1
          measures: [{measure: rmse-ratio, id: a}, {measure: mae-ratio, id: b}, {measure: direction-accuracy, id: c}]
          expectations: [{text: T, figure: a, of: {batch-size: 10}, is: smaller, than: {batch-size: 20}}]
          verdict: {holds: H, partly: P, fails: F}
          explanation: E
          plot: {figure: a, along: batch-size}
      """
    let lesson = try LessonsTests.lesson(text)
    let experiment = try #require(lesson.experiments.first)
    let files = try DatasetFolder.files(for: lesson.plan, sampleData: folders.sampleData, lessonFolder: nil)
    let run = try ExperimentRun(experiment, of: lesson.plan, files: files)
    while !run.isFinished { try run.advance(iterations: 10) }
    return run.report.rows[0].figures.map { $0?.median }
  }

  /// Who repeats today has a ratio of 1; who repeats the day before yesterday a larger one, and says "down" after each rise.
  @Test func theRatioIsToTheYardstick() throws {
    let today = try figures("sunspots, window: 3", weights: "[0, 0, 1]")
    #expect(try abs(#require(today[0]) - 1) < 1e-5)
    #expect(try abs(#require(today[1]) - 1) < 1e-5)
    let earlier = try figures("sunspots, window: 3", weights: "[1, 0, 0]")
    #expect(try #require(earlier[0]) > 1.5)
    #expect(try #require(earlier[1]) > 1.5)
    // The sunspots go on rising when they rise.
    #expect(try #require(earlier[2]) < 0.4)
  }

  @Test func otherDataHaveNoSuchMeasure() {
    let error = #expect(throws: (any Error).self) { try figures("plane, count: 40", weights: "[0, 1]") }
    #expect(error.map { "\($0)" }?.contains("data that are a series") == true, "\(error.map { "\($0)" } ?? "")")
  }
}
