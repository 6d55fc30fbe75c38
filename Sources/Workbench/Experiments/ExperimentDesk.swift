import Autodiff
import Lessons

/// What has become of the lessons' experiments: what the learner expected, and what was found.
struct ExperimentDesk: Sendable {
  /// By the experiments' ids.
  var answers: [String: Verdict] = [:]
  var reports: [String: ExperimentReport] = [:]
  /// Which page of a finished experiment is shown, and how far it is scrolled.
  var page = Page.verdict
  var scroll = 0

  enum Page: Int, Hashable, Sendable, CaseIterable {
    case verdict, table, plot

    var title: BilingualText {
      switch self {
      case .verdict: BilingualText("verdict", zh: "结论")
      case .table: BilingualText("table", zh: "表格")
      case .plot: BilingualText("plot", zh: "图")
      }
    }
  }

  mutating func turn(by step: Int) {
    let count = Page.allCases.count
    page = Page(rawValue: (page.rawValue + step + count) % count) ?? .verdict
    scroll = 0
  }
}
