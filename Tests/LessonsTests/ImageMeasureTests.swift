import Lessons
import Storage
import Testing

/// Measures of what convolutions do to images, where the answer is known beforehand.
@Suite struct ImageMeasureTests {
  /// One figure of a small network on handwritten digits, before anything is learned.
  private func figure(_ measure: String, _ settings: String, layers: String = convolutional) throws -> Double? {
    let text = """
      id: images
      order: 9.9
      title: T
      question: Q
      data: {dataset: digits, count: 60, seed: 3}
      model:
        layers:
      \(layers)
          - dense: {name: output, units: 10}
        loss: softmax-cross-entropy
      training: {learning-rate: 0.01, batch-size: 10, seed: 3}
      experiments:
        - id: e
          claim: C
          question: Q
          choices: {holds: H, partly: P, fails: F}
          runs: [{learning-rate: 0.01}, {learning-rate: 0.02}]
          seeds: [1]
          iterations: 1
          measures: [{measure: \(measure), id: figure\(settings.isEmpty ? "" : ", " + settings)}]
          expectations: [{text: T, figure: figure, of: {learning-rate: 0.01}, is: smaller, than: {learning-rate: 0.02}}]
          verdict: {holds: H, partly: P, fails: F}
          explanation: E
          plot: {figure: figure, along: learning-rate}
      """
    let lesson = try LessonsTests.lesson(text)
    let experiment = try #require(lesson.experiments.first)
    let files = try DatasetFolder.files(for: lesson.plan, sampleData: folders.sampleData, lessonFolder: nil)
    let run = try ExperimentRun(experiment, of: lesson.plan, files: files)
    while !run.isFinished { try run.advance(iterations: 10) }
    return run.report.rows[0].figures[0]?.median
  }

  static let convolutional = """
        - convolution: {name: conv1, kernels: 3, size: 3, padding: 1}
        - pooling: {name: pool1, kind: max, size: 2}
        - convolution: {name: conv2, kernels: 2, size: 3}
    """
  static let dense = """
        - dense: {name: hidden, units: 5}
    """

  @Test func numbersToLearnAreCounted() throws {
    // Kernels and biases of 3·9 + 3 and 2·27 + 2, then 2·2·2 inputs for ten outputs with a bias each.
    #expect(try figure("parameters", "") == 176)
    #expect(try figure("parameters", "", layers: Self.dense) == 385)
  }

  @Test func aConvolutionAnswersToItsWindow() throws {
    #expect(try figure("reach", "value: conv1.output") == 9)
    // Three pooled pixels are six; with the window of one more on each side, eight.
    let second = try #require(try figure("reach", "value: conv2.output, images: 60"))
    #expect(second > 9 && second <= 64)
    #expect(try figure("reach", "value: hidden.output", layers: Self.dense) == 64)
  }

  @Test func mapsMoveAlongWithTheImage() throws {
    #expect(try #require(try figure("shift-error", "value: conv1.output, pixels: 1")) < 1e-5)
    #expect(try #require(try figure("shift-error", "value: pool1.output, pixels: 2")) < 1e-5)
    #expect(try #require(try figure("shift-error", "value: pool1.output, pixels: 1")) > 0.1)
  }

  @Test func poolingLosesDetail() throws {
    let lost = try #require(try figure("detail-lost", "before: conv1.output, after: pool1.output"))
    #expect(lost > 0.05 && lost < 2)
    let same = try #require(try figure("detail-lost", "before: conv1.output, after: conv1.output"))
    #expect(same == 0)
  }

  @Test func valuesThatAreNotThereAreNamed() throws {
    let error = #expect(throws: (any Error).self) { try figure("reach", "value: conv1.outptu") }
    #expect("\(String(describing: error))".contains("conv1.output"))
  }
}
