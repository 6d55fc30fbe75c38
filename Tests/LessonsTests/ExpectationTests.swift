import Autodiff
import Lessons
import NeuralNet
import Testing

/// How figures become a verdict.
struct ExpectationTests {
  private static let text = BilingualText("t", zh: "t")

  private func report(_ expectations: String) throws -> ExperimentReport {
    let lesson = try smallLesson(adding: Self.yaml(expectations: expectations))
    let experiment = try #require(lesson.experiments.first)
    let run = try ExperimentRun(experiment, of: lesson.plan, files: [:])
    while !run.isFinished { try run.advance(iterations: 100) }
    return run.report
  }

  static func yaml(expectations: String) -> String {
    """
    experiments:
      - id: test
        claim: c
        question: q
        choices: {holds: h, partly: p, fails: f}
        grid: {units: [1, 2], batch-size: [8, all]}
        iterations: 4
        measures:
          - {measure: final, id: loss, metric: train-loss}
          - {measure: until, id: never, metric: train-loss, bound: -1}
          - {measure: updates, parameter: hidden.weight}
        expectations:
    \(expectations)
        verdict: {holds: h, partly: p, fails: f}
        explanation: e
        plot: {figure: loss, along: units}
    """
  }

  private func line(_ rest: String) -> String { "      - {text: t, \(rest)}" }

  @Test func allOfThemSomeOfThemNone() throws {
    let met = line("figure: updates, is: same, than: 4")
    let missed = line("figure: updates, is: larger, than: 4")
    #expect(try report(met).verdict == .holds)
    #expect(try report(missed).verdict == .fails)
    #expect(try report("\(met)\n\(missed)").verdict == .partly)
  }

  @Test func rowsThatAgreeOtherwiseAreCompared() throws {
    let report = try report(line("figure: loss, of: {units: 1}, is: larger, than: {units: 2}, by: 100"))
    let outcome = try #require(report.outcomes.first)
    #expect(outcome.comparisons.map(\.row) == [0, 1] && outcome.comparisons.map(\.otherRow) == [2, 3])
    #expect(outcome.met == 0 && report.evidence(outcome, .english).contains("so in 0 of 2 comparisons"))
  }

  /// What never happens is infinitely far away: later than anything, and as late as itself.
  @Test func neverIsLargerThanEveryNumber() throws {
    #expect(try report(line("figure: never, is: larger, than: 1000000")).verdict == .holds)
    #expect(try report(line("figure: never, is: smaller, than: 1000000")).verdict == .fails)
    #expect(try report(line("figure: never, of: {units: 1}, is: same, than: {units: 2}")).verdict == .holds)
  }

  @Test func aMarginHasToBeKept() throws {
    #expect(try report(line("figure: updates, is: same, than: 4.5, by: 0.5")).verdict == .holds)
    #expect(try report(line("figure: updates, is: same, than: 4.5, by: 0.4")).verdict == .fails)
    #expect(try report(line("figure: updates, is: larger, than: 3.5, by: 0.5")).verdict == .fails)
    #expect(try report(line("figure: updates, is: smaller, than: 5, by: 0.5")).verdict == .holds)
  }

  @Test func figuresAreWrittenWithFourDigits() {
    for (number, text) in [
      (0.0, "0"), (1.0, "1"), (0.14023, "0.1402"), (21546.0, "21546"), (459, "459"), (2.884, "2.884"),
      (12.3456, "12.35"), (-0.5, "-0.5"), (1e-9, "1e-9"), (2.5e-7, "2.5e-7"), (13_780.6, "13781"), (1e9, "1e9"),
    ] { #expect(FigureText.text(number) == text) }
  }
}
