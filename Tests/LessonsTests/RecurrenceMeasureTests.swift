import Foundation
import Lessons
import Storage
import Testing

/// What is left of a gradient on its way back through time, where the answer is known beforehand.
@Suite struct RecurrenceMeasureTests {
  /// One figure of a small recurrent network on sequences of 12 steps, before anything is learned.
  private func figure(_ settings: String, layer: String, batchSize: Int = 8) throws -> Double? {
    let text = """
      id: recurrence-measure
      order: 9.9
      title: T
      question: Q
      data: {dataset: latch, lag: 10, count: 40, seed: 3}
      model:
        layers:
          - \(layer)
          - dense: {name: output, units: 1}
        loss: binary-cross-entropy
      training: {learning-rate: 0.01, batch-size: \(batchSize), seed: 3}
      experiments:
        - id: e
          claim: C
          question: Q
          choices: {holds: H, partly: P, fails: F}
          runs: [{learning-rate: 0.01}, {learning-rate: 0.02}]
          seeds: [1]
          iterations: 0
          measures: [{measure: gradient-kept, id: kept, \(settings)}]
          expectations: [{text: T, figure: kept, of: {learning-rate: 0.01}, is: same, than: {learning-rate: 0.02}}]
          verdict: {holds: H, partly: P, fails: F}
          explanation: E
          plot: {figure: kept, along: learning-rate}
      """
    let lesson = try LessonsTests.lesson(text)
    let experiment = try #require(lesson.experiments.first)
    let files = try DatasetFolder.files(for: lesson.plan, sampleData: folders.sampleData, lessonFolder: nil)
    let run = try ExperimentRun(experiment, of: lesson.plan, files: files)
    while !run.isFinished { try run.advance(iterations: 10) }
    return run.report.rows[0].figures[0]?.median
  }

  /// An orthogonal matrix times ρ makes every vector ρ times as long.
  @Test(arguments: [0.5, 1, 1.5]) func linearStatesKeepAPowerOfTheRadius(radius: Double) throws {
    let layer = "recurrent: {name: memory, units: 5, activation: linear, spectral-radius: \(radius)}"
    for (step, stepsBack) in [(0, 11.0), (7, 4), (11, 0)] {
      let kept = try #require(try figure("layer: memory, step: \(step)", layer: layer))
      #expect(abs(kept / pow(radius, stepsBack) - 1) < 1e-5, "step \(step): \(kept)")
    }
  }

  /// The slope of tanh is below 1 wherever there is a signal.
  @Test func tanhKeepsLess() throws {
    let kept = try #require(try figure("layer: memory", layer: "recurrent: {name: memory, units: 5}"))
    #expect(kept > 0 && kept < 0.99)
  }

  @Test func allStatesAndCellsAreFound() throws {
    let all = "recurrent: {name: memory, units: 5, output: all}\n    - recurrent: {name: second, units: 3}"
    #expect(try #require(try figure("layer: memory, step: 11", layer: all)) == 1)
    // Gates that are open let the gradient through; half open, 0.5 is left at each of eleven steps, and what passes
    // through the states.
    let (open, half) = try (
      figure("layer: memory, value: cell", layer: "lstm: {name: memory, units: 5, forget-bias: 10}"),
      figure("layer: memory, value: cell", layer: "lstm: {name: memory, units: 5, forget-bias: 0}")
    )
    #expect(try #require(open) > 0.8)
    #expect(try #require(half) < 0.05)
  }

  /// Large states make every answer sure, and most of them right: those have no gradient.
  @Test func batchesWithoutAGradientArePassedOver() throws {
    let layer = "recurrent: {name: memory, units: 5, activation: linear, spectral-radius: 6}"
    let kept = try #require(try figure("layer: memory, step: 10", layer: layer, batchSize: 1))
    #expect(abs(kept - 6) < 1e-4)
  }

  @Test func whatIsNotThereIsNamed() throws {
    let layer = "recurrent: {name: memory, units: 5}"
    let cases = [
      ("layer: memroy", "memory"), ("layer: memory, step: 12", "0 to 11"), ("layer: memory, value: cel", "cell"),
    ]
    for (settings, needed) in cases {
      let error = #expect(throws: (any Error).self) { try figure(settings, layer: layer) }
      #expect(String(describing: try #require(error)).contains(needed), "\(settings)")
    }
  }
}
