/// Several changes tried from one start, each on a branch of its own, for as many iterations.
///
/// It runs a slice at a time, so that whoever runs it can look at the keyboard in between.
struct Race {
  private var pending: ArraySlice<StructureChange>
  private let start: (branch: BranchID, moment: Moment)
  private let lastIteration: Int

  init(_ changes: [StructureChange], iterations: Int, on history: RunHistory) {
    pending = changes[...]
    start = (history.current, history.timeline.now.withoutProgress)
    lastIteration = history.timeline.completedIterations + max(iterations, 1)
  }

  /// Runs about so many iterations more of the racer at hand.
  ///
  /// - Returns: whether all have arrived.
  mutating func advance(iterations: Int, on history: RunHistory) -> Bool {
    let timeline = history.timeline
    let isUnderWay = history.current != start.branch && timeline.completedIterations < lastIteration
    if isUnderWay, timeline.machine.loss.isFinite || timeline.machine.position == 0 {
      timeline.run(iterations: min(iterations, lastIteration - timeline.completedIterations))
      return false
    }
    guard let next = pending.popFirst() else { return true }
    history.switchBranch(to: start.branch, at: start.moment)
    history.intervene(.structure(next), opensBranch: true)
    return false
  }
}
