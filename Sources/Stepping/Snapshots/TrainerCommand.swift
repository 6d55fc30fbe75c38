public import Autodiff

/// What the workbench asks of a run. Commands are carried out in order, each one.
public enum TrainerCommand: Sendable {
  /// Begins a run, in place of the one before; and does again what was recorded of it, without recording it.
  case load(TrainingSetup, breakpoints: BreakpointSet = BreakpointSet(), replay: RunReplay? = nil)
  case step(StepSize)
  case stepBack(StepSize)
  case go(to: Moment)
  /// To where so many iterations are done: the curves' time.
  case goToIteration(Int)
  case intervene(Intervention.Change)
  /// Begins another run from its own first weights, the one before staying as a branch.
  case restart(TrainingSetup, label: BilingualText)
  case undo
  case redo
  case switchBranch(BranchID)
  case renameBranch(BranchID, String)
  case dropBranch(BranchID)
  /// Lets another branch go along in step; nil lets none.
  case compare(BranchID?)
  /// Tries several structures from here, each on a branch of its own, for so many iterations.
  case race([StructureChange], iterations: Int)
  /// Goes on by itself: steps of a size, so many a second, or at full speed.
  case play(Pace)
  case pause
  /// Where the run is to stop by itself from now on.
  case breakpoints(BreakpointSet)
  /// Goes on at full speed to the next breakpoint, or until something happens.
  case continueForwards
  /// Goes back to the latest breakpoint before, or to the start.
  case continueBackwards
  /// What snapshots are to hold from now on.
  case request(SnapshotRequest)
  /// Something that the learner has done beside the run, to be recorded in its place.
  case note(RunNote)
}

/// How fast a run goes on by itself.
public enum Pace: Hashable, Sendable {
  case steps(StepSize, perSecond: Double)
  /// Whole iterations, as fast as the machine can.
  case fullSpeed
  /// The same, gathered: two epochs a second at first and four times as fast with each second, so that one sees how a
  /// small network begins to learn, which it has done in a blink at full speed.
  case gathering
}
