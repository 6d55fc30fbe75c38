/// How new it must be what a picture of a run shows of many samples: scores, predictions, tests.
public enum Freshness: Hashable, Sendable {
  /// Of the very moment: the run stands still.
  case now
  /// The run goes on: anew where ``TestPace`` says that it is due.
  case whenDue
  /// What there is will do, unless there is nothing: for a picture that must not wait.
  case last
}
