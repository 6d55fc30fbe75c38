/// Several changes tried from one start, each on a branch of its own, for as many iterations.
///
/// It runs a slice at a time, so that whoever runs it can look at the keyboard in between.
struct Race {
  private var pending: ArraySlice<StructureChange>
  let start: (branch: BranchID, moment: Moment)
  private let lastIteration: Int

  init(_ changes: [StructureChange], iterations: Int, on history: RunHistory) {
    pending = changes[...]
    start = (history.current, history.timeline.now.withoutProgress)
    lastIteration = history.timeline.completedIterations + max(iterations, 1)
  }

  /// Whether the racer at hand has not arrived yet; one whose loss is no number goes no further.
  func isUnderWay(on history: RunHistory) -> Bool {
    let timeline = history.timeline
    guard history.current != start.branch, timeline.completedIterations < lastIteration else { return false }
    return timeline.machine.position == 0 || timeline.machine.loss.isFinite
  }

  /// Runs about so many iterations more of the racer at hand.
  func advance(iterations: Int, on history: RunHistory) {
    let timeline = history.timeline
    timeline.run(iterations: min(iterations, lastIteration - timeline.completedIterations))
  }

  /// Sends the next one off; nil when there is none.
  mutating func beginNext(on history: RunHistory) -> StructureChange? {
    guard let next = pending.popFirst() else { return nil }
    history.begin(.structure(next), onABranchFrom: start.branch, at: start.moment)
    return next
  }
}
