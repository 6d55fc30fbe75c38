import Autodiff

/// Looks for one thing that a learner should be told of. One file an observer, one line in
/// ``ObserverCatalog``. An observer remembers nothing: what it needs of the past is in the history, so
/// that going back in time is no concern of it.
///
/// Observers look where the run is evaluated (``EvaluationSchedule``), which depends on nothing but the
/// number of the iteration: they see the same whether the run is stepped or runs at full speed.
protocol Observer: Sendable {
  static var kind: Observation.Kind { get }
  /// What is the case now; empty when there is nothing to tell.
  func findings(_ moment: ObservedMoment) -> [Finding]
}

/// What an observer gets to see: the end of an iteration, or the start of the run.
struct ObservedMoment {
  let machine: TrainingMachine
  /// Loss and parameters now.
  let now: StatisticsPoint
  /// The points before, oldest first.
  let past: [StatisticsPoint]
  /// Units that do not answer to their inputs any more, over all training samples.
  let units: [UnitActivity]

  var program: Program { machine.program }
}

/// Something that is the case at a moment.
struct Finding {
  /// What it is about: findings of one kind and one subject at points that follow each other are one
  /// episode, and noted once.
  let subject: String
  /// The number to look at.
  let address: CellAddress
  let value: Float
  let reference: Float
}
