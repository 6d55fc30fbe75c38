public import Autodiff
import TensorMath

/// A second branch that goes along in step with the current one.
final class Companion {
  let id: BranchID
  let tip: Segment
  private let line: Timeline
  /// Where two lines part, found once for each pair of last segments.
  private var known: (other: Segment, difference: FirstDifference?)?

  init(_ branch: Branch, of timeline: Timeline) {
    id = branch.id
    tip = branch.tip
    line = Timeline(along: branch.tip.path, of: timeline)
  }

  /// Comes after the current branch, by so many iterations at most beyond what is recorded.
  func follow(_ timeline: Timeline, atMost iterations: Int = .max) {
    let target = line.line.moment(correspondingTo: timeline.now, in: timeline.program)
    let reachable = max(line.end.iteration, line.completedIterations)
    if target > line.end, iterations < target.iteration - reachable {
      line.go(toIteration: reachable)
      line.run(iterations: iterations)
    } else {
      line.go(to: target)
    }
  }

  func comparison(with timeline: Timeline, name: BilingualText, _ freshness: Freshness) -> Comparison {
    line.predictor.adopt(line.machine)
    var values: [String: [Float]] = [:]
    for slot in line.program.slots where line.machine.isComputed(slot.id) && slot.shape.count <= 1 << 14 {
      values[slot.name] = line.machine.bound.view(of: slot.id).values
    }
    return Comparison(
      id: id, name: name, moment: line.now, completedIterations: line.completedIterations,
      current: line.predictor.evaluation(completedIterations: line.completedIterations, freshness),
      firstDifference: firstDifference(from: timeline), values: values)
  }

  private func firstDifference(from timeline: Timeline) -> FirstDifference? {
    let other = timeline.lastSegment
    if let known, known.other === other { return known.difference }
    let difference = FirstDifference.find(timeline.line, line.line, of: timeline)
    known = (other, difference)
    return difference
  }
}

/// How the branch that goes along compares with the current one, at the same point of both.
public struct Comparison: Sendable {
  public let id: BranchID
  public let name: BilingualText
  public let moment: Moment
  public let completedIterations: Int
  /// Loss and metric of the other branch there.
  public let current: EvaluationPoint?
  public let firstDifference: FirstDifference?
  let values: [String: [Float]]

  /// The other branch's number at the place of one of this branch's, by name; nil where it has none.
  public func value(named name: String, cell: Int) -> Float? {
    guard let values = values[name], values.indices.contains(cell) else { return nil }
    return values[cell]
  }
}
