import Autodiff

/// Which branch: a number that is never used twice in a run.
public struct BranchID: Hashable, Sendable, Comparable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
  public static func < (a: BranchID, b: BranchID) -> Bool { a.number < b.number }
}

/// A line of history with a name: from where a run begins to the last change made on it and what has been
/// recorded since.
struct Branch {
  let id: BranchID
  var name: BilingualText
  /// Its last segment; the others are that one's parents.
  var tip: Segment
}

/// All branches at one moment, and where the run stands: what undo goes back to. Copying it copies no
/// history, since segments are shared.
struct RunState {
  var branches: [Branch]
  var current: BranchID
  var moment: Moment
  var breakpoints: BreakpointSet

  var branch: Branch { branches.first { $0.id == current } ?? branches[0] }

  /// Gives the current branch another last segment.
  mutating func extend(to tip: Segment) {
    guard let index = branches.firstIndex(where: { $0.id == current }) else { return }
    branches[index].tip = tip
  }
}
