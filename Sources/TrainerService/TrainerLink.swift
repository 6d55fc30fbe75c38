public import Stepping

/// How the workbench talks to whatever trains: commands down, the latest news up.
public protocol TrainerLink: Sendable {
  /// Every command is carried out, in order.
  func send(_ command: TrainerCommand)
  /// What is new since the last call; nil when nothing is.
  func takeUpdate() -> TrainerUpdate?
}

/// The latest news of a run.
public struct TrainerUpdate: Sendable {
  /// Nil when no lesson could be loaded.
  public let snapshot: Snapshot?
  /// How it goes on by itself; nil when it stands still.
  public let pace: Pace?
  /// Iterations a second, at full speed.
  public let rate: Double?
  /// Why the last load failed.
  public let failure: SetupError?
  /// Why the last replay ended before its end.
  public let replayProblem: ReplayProblem?
  /// How many commands had come; news of before the last command sent are old.
  public let commands: Int

  public init(
    snapshot: Snapshot?, pace: Pace?, rate: Double?, failure: SetupError?, replayProblem: ReplayProblem? = nil,
    commands: Int
  ) {
    self.snapshot = snapshot
    self.pace = pace
    self.rate = rate
    self.failure = failure
    self.replayProblem = replayProblem
    self.commands = commands
  }
}
