import Lessons
import NeuralNet
import Testing

/// Experiments with one mistake each, and what an author is told.
struct BrokenExperimentsTests {
  private static let good = ExpectationTests.yaml(
    expectations: "      - {text: t, figure: loss, of: {units: 1}, is: larger, than: {units: 2}}")

  struct Mistake: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let message: String
    var testDescription: String { message }

    init(_ old: String, _ new: String, _ message: String) {
      self.old = old
      self.new = new
      self.message = message
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(
      "claim: c", "", "lesson.yaml, line 17, column 5 (experiments[1]): found no claim, needed the key \"claim\"."),
    Mistake(
      "grid: {units: [1, 2], batch-size: [8, all]}", "grid: {unitz: [1, 2]}",
      """
      lesson.yaml, line 21, column 19 (experiments[1].grid.unitz): found "unitz", needed one of learning-rate
      """),
    Mistake(
      "units: [1, 2]", "units: [1, two]",
      """
      lesson.yaml, line 21, column 19 (experiments[1].grid.units): found "two", needed a whole number from 1 to 1024.
      """),
    Mistake(
      "units: [1, 2]", "units: [1, 1]",
      "lesson.yaml, line 21, column 11 (experiments[1].grid): found one training twice, needed trainings that differ."),
    Mistake(
      "iterations: 4", "iterations: 4\n    epochs: 3",
      """
      lesson.yaml, line 17, column 5 (experiments[1]): found iterations and epochs, needed one of the two.
      """),
    Mistake(
      "measure: final", "measure: finale",
      """
      lesson.yaml, line 24, column 19 (experiments[1].measures[1].measure): found "finale", needed one of final, gap
      """),
    Mistake(
      "metric: train-loss}", "metric: train-los}",
      """
      lesson.yaml, line 24, column 44 (experiments[1].measures[1].metric): found "train-los", needed one of train-loss
      """),
    Mistake(
      "id: never", "id: loss",
      """
      lesson.yaml, line 25, column 9 (experiments[1].measures[2]): found "loss" twice, needed an id of its own for each \
      measure.
      """),
    Mistake(
      "figure: loss, of", "figure: lost, of",
      """
      lesson.yaml, line 28, column 27 (experiments[1].expectations[1].figure): found "lost", needed one of loss, never or \
      updates. Did you mean "loss"?
      """),
    Mistake(
      "than: {units: 2}", "than: {units: 3}",
      """
      lesson.yaml, line 28, column 75 (experiments[1].expectations[1].than.units): found "3", needed one of 1 or 2.
      """),
    Mistake(
      "is: larger", "is: bigger",
      """
      lesson.yaml, line 28, column 53 (experiments[1].expectations[1].is): found "bigger", needed one of larger, smaller \
      or same.
      """),
    Mistake(
      "along: units", "along: unit",
      """
      lesson.yaml, line 31, column 33 (experiments[1].plot.along): found "unit", needed one of units or batch-size. Did \
      you mean "units"?
      """),
  ]

  @Test(arguments: mistakes) func theMessageSaysWhereAndWhatAndWhatElse(mistake: Mistake) throws {
    let broken = Self.good.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
    #expect(broken != Self.good)
    let error = #expect(throws: LessonError.self) { try smallLesson(adding: broken) }
    let text = try #require(error).description
    #expect(text.hasPrefix(mistake.message.replacing(/\n$/, with: "")), "\(text)")
  }

  /// Names that only the network knows come to light when the lesson is tried.
  @Test func theParameterHasToExist() throws {
    for (old, new, words) in [
      ("parameter: hidden.weight", "parameter: hidden.weigth", "did you mean \"hidden.weight\""),
      ("grid: {units: [1, 2], batch-size: [8, all]}", "grid: {output.bais: [1, 2], units: [1, 2]}", "output.bias"),
    ] {
      let lesson = try smallLesson(adding: Self.good.replacing(old, with: new))
      let error = #expect(throws: LessonError.self) { try lesson.tried(with: [:]) }
      let text = try #require(error).description
      #expect(text.contains("experiments[1]") && text.contains(words), "\(text)")
    }
  }

  @Test func twoLessonsMayNotShareAnExperiment() throws {
    let first = try smallLesson(adding: Self.good)
    let second = try lesson(
      changedSmallLesson("id: small\norder: 1.1", by: "id: other\norder: 1.2", adding: Self.good))
    let error = #expect(throws: LessonError.self) { try Curriculum([first, second]) }
    #expect(try #require(error).problem == .repeatedName)
    #expect(try Curriculum([first]).experiment(withID: "test")?.lesson.id == "small")
  }
}
