import Lessons
import Screen
import Stepping

/// Whether a lesson's goal was reached, in a sentence.
enum GoalText {
  static func sentence(_ goal: Goal, _ timeline: Timeline) -> String {
    let format = NumberFormat(significantDigits: 4, trimsZeros: true)
    let name =
      switch goal.measure {
      case .metric(let metric): metric.rawValue.replacing("-", with: " ")
      case .value(let cell): cell.description
      }
    let wish = "\(name) \(goal.comparison.rawValue.replacing("-", with: " ")) \(format.text(goal.bound))"
    switch goal.state(in: timeline.snapshot(SnapshotRequest())) {
    case .reached(let iteration): return "Goal reached within \(iteration) iterations: \(wish)."
    case .open(let now), .tooLate(let now):
      return "Goal not reached: \(wish); it is \(now.map { format.text($0) } ?? "not known")."
    }
  }
}
