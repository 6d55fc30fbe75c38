import Autodiff
public import Lessons

/// What the claims of the lessons came to, a Markdown row each, without figures: these differ in their last digits between
/// processors.
public enum VerdictPage {
  public static let head = """
    # What the claims came to

    Each claim of the lessons was put to the test by `backstep experiment`; `backstep experiment word-order` prints one with
    its figures, `backstep experiment --format verdicts` this page. `./check` carries all of them out and compares.

    | lesson | experiment | claim | verdict | trainings |
    | --- | --- | --- | --- | --- |

    """

  /// Ends with a new line. A figure that is missing is told of, and so are trainings that ended in no number.
  public static func row(_ report: ExperimentReport, of lesson: Lesson) -> String {
    let experiment = report.experiment
    let verdict = report.verdict.map { "**\($0.name.english)**: \(experiment.verdicts[$0].english)" } ?? "none"
    let failures = report.rows.map(\.failures).reduce(0, +)
    let missing = report.rows.flatMap(\.figures).count { $0 == nil }
    let trainings =
      "\(report.rows.count * experiment.seeds.count)" + (failures == 0 ? "" : ", \(failures) end in no number")
      + (missing == 0 ? "" : ", \(missing) figures missing")
    let cells = ["\(lesson.order) \(lesson.id)", experiment.id, experiment.claim.english, verdict, trainings]
    return "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |\n"
  }
}
