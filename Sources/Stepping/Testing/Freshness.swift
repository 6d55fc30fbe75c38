/// How new it must be what a picture of a run shows of many samples: scores, predictions, tests.
public enum Freshness: Hashable, Sendable {
  /// Of the very moment: the run stands still.
  case now
  /// The run goes on: anew where ``TestPace`` says that it is due.
  case whenDue
  /// The run goes on: what there is will do, unless there is nothing.
  case last
}
