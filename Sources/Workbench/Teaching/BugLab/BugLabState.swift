import Stepping

/// What the learner has done in the bug lab.
struct BugLabState: Sendable {
  /// How many bugs have been planted, so that the next is another one.
  var attempt = 0
  /// The run without a bug, from which the next is chosen.
  var site: BugSite?
  /// The bug that was found in the run on the screen, by the tag of its setup.
  var foundTag: Int?
  var wrongNames = 0
}
