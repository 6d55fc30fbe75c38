import Autodiff
import Foundation
import Lessons
import NeuralNet
import Stepping
import Storage
import Testing

/// Experiments of the shipped lessons, and what they find.
struct ExperimentRunTests {
  static func report(_ id: String, slice: Int = .max) throws -> ExperimentReport {
    for stored in try shippedLessons() {
      guard let experiment = stored.lesson.experiments.first(where: { $0.id == id }) else { continue }
      let files = try stored.files(for: experiment, sampleData: folders.sampleData)
      let run = try ExperimentRun(experiment, of: stored.lesson.plan, files: files)
      while !run.isFinished { try run.advance(iterations: slice) }
      return run.report
    }
    throw NoExperiment(id: id)
  }

  struct NoExperiment: Error { let id: String }

  /// What claims come to; the figures are computed here and now. Those of all experiments: docs/VERDICTS.md.
  @Test(arguments: [
    ("dead-zone", Verdict.fails), ("cross-entropy", .partly), ("gradient-only", .fails), ("local-window", .holds),
    ("equivariance", .partly), ("clipping", .partly),
  ])
  func theVerdicts(id: String, verdict: Verdict) throws {
    let report = try Self.report(id)
    #expect(report.verdict == verdict)
    // Runs that end in no number are what "clipping" is about.
    #expect(report.rows.allSatisfy { $0.isDone && ($0.failures == 0 || id == "clipping") })
    #expect(report.rows.flatMap(\.figures).allSatisfy { $0 != nil }, "every figure is there")
    #expect(report.progress == 1)
  }

  /// `./check` carries them all out in release and compares them with the page.
  @Test func thePageOfVerdictsHasEveryExperiment() throws {
    let page = try String(contentsOfFile: "\(folders.lessons)/../docs/VERDICTS.md", encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
    let listed = rows.map { $0.split(separator: " | ").prefix(3).map(String.init) }
    let expected = try shippedLessons().flatMap { stored in
      stored.lesson.experiments.map {
        ["| \(stored.lesson.order) \(stored.lesson.id)", $0.id, $0.claim.english.replacing("|", with: "\\|")]
      }
    }
    #expect(listed == expected && expected.count == 32)
    // Trainings that end in no number are what "clipping" is about.
    #expect(rows.filter { $0.contains("end in no number") }.allSatisfy { $0.contains(" clipping ") })
    #expect(!page.contains("figures missing") && !page.contains("| none |"))
  }

  /// Whoever drives it in whatever slices finds the same.
  @Test func slicesChangeNothing() throws {
    let whole = try Self.report("gradient-only")
    for slice in [1, 7, 1000] {
      let sliced = try Self.report("gradient-only", slice: slice)
      #expect(sliced.rows == whole.rows && sliced.outcomes == whole.outcomes, "slices of \(slice)")
    }
  }

  @Test func progressRisesFromNothingToAll() throws {
    let stored = try shippedLesson("backprop")
    let run = try ExperimentRun(
      try #require(stored.lesson.experiments.first), of: stored.lesson.plan,
      files: stored.files(sampleData: folders.sampleData))
    var last = 0.0
    #expect(run.report.rows.allSatisfy { $0.figures.allSatisfy { $0 == nil } }, "nothing is told before it is measured")
    while !run.isFinished {
      #expect(run.report.verdict == nil)
      try run.advance(iterations: 3)
      #expect(run.progress >= last)
      last = run.progress
    }
    #expect(last == 1 && run.report.verdict != nil)
    try run.advance(iterations: 3)
    #expect(run.isFinished)
  }

  /// Six optimizers of PyTorch on the same network.
  @Test func whereOptimizersEndIsWherePyTorchEnds() throws {
    struct Case: Decodable {
      let name: String
      let distance: Double
      let loss: Double
    }
    let report = try Self.report("gradient-only")
    let cases = try ReferenceFile<Case>("gradient_only").cases
    #expect(cases.count == report.rows.count)
    for (row, expected) in zip(report.rows, cases) {
      #expect(row.variation["optimizer"] == expected.name)
      let figures = try row.figures.map { try #require($0).median }
      #expect(figures[0] == 0, "the same first gradients to the last bit")
      #expect(abs(figures[1] - expected.distance) < 1e-4 * max(expected.distance, 1), "\(expected.name)")
      #expect(abs(figures[2] - expected.loss) < 1e-6 + 1e-3 * expected.loss, "\(expected.name)")
    }
  }

  /// The noise of batches of one in the lesson `backprop`, as PyTorch's gradients have it.
  @Test func gradientNoiseIsPyTorchs() throws {
    struct Case: Decodable { let noise: Double }
    let stored = try shippedLesson("backprop")
    let one = try #require(stored.lesson.experiments.first)
    let experiment = Experiment(
      id: "noise", claim: one.claim, question: one.question, choices: one.choices,
      variations: [Variation([]), Variation([KnobSetting("batch-size", to: "all")])], seeds: [1],
      budget: .iterations(0),
      measures: [MeasureDescription(id: "noise", measure: "gradient-noise")], expectations: one.expectations,
      verdicts: one.verdicts, explanation: one.explanation, plot: one.plot)
    let run = try ExperimentRun(
      experiment, of: stored.lesson.plan, files: stored.files(sampleData: folders.sampleData))
    while !run.isFinished { try run.advance(iterations: 1) }
    let expected = try #require(try ReferenceFile<Case>("gradient_noise").cases.first).noise
    let figures = try run.report.rows.map { try #require($0.figures[0]).median }
    #expect(abs(figures[0] - expected) < 1e-6)
    #expect(figures[1] == 0, "all samples are one batch")
  }

  /// Steps counted against a multiplication repeated here, in the same precision.
  @Test func impulsesFadeAsPowersDo() throws {
    let report = try Self.report("memory-length")
    for (index, row) in report.rows.enumerated() {
      let ratio = try #require(Float(row.variation["memory.recurrent_weight"] ?? ""))
      var left: Float = 1
      var steps = 0
      while left >= 0.01, steps < 600 { (left, steps) = (left * ratio, steps + 1) }
      let figures = try row.figures.map { try #require($0).median }
      #expect(figures[0] == (steps < 600 ? Double(steps) : .infinity), "r = \(ratio)")
      #expect(figures[1].isInfinite ? ratio >= 1 : figures[0] >= figures[1] && figures[0] < figures[1] + 1.01)
      #expect(report.text(index, 0, .english) == (ratio >= 1 ? "never" : "\(steps)"))
    }
  }

  @Test func linearLayersAreOneAndBentOnesAreNot() throws {
    let report = try Self.report("stacking")
    let column = try #require(report.column("collapse"))
    for row in report.rows {
      let distance = try #require(row.figures[column]).median
      let isStraight = row.variation["activation"] == "linear" || row.variation["hidden-layers"] == "0"
      #expect(isStraight ? distance < 1e-5 : distance > 1, "\(row.variation)")
    }
  }
}
