public import Autodiff

/// What the workbench asks of a run. Commands are carried out in order, each one.
public enum TrainerCommand: Sendable {
  /// Begins a run, in place of the one before; and does again what was recorded of it, without recording it.
  case load(TrainingSetup, breakpoints: BreakpointSet = BreakpointSet(), replay: RunReplay? = nil)
  case step(StepSize)
  case stepBack(StepSize)
  case go(to: Moment)
  case travel(Route)
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

extension TrainerCommand {
  /// What becomes of it when it comes while the run is on its way to where an earlier command leads.
  public enum OnAJourney: Hashable, Sendable {
    /// A step from where that is: it waits.
    case waits
    /// It moves nothing, and is carried out on the way.
    case isDone
    /// It leads elsewhere, or changes what would come: the way is broken off where it is.
    case breaksOff
  }

  public var onAJourney: OnAJourney {
    switch self {
    case .step, .stepBack: .waits
    case .travel(let route): route.start == nil ? .waits : .breaksOff
    case .request, .note, .breakpoints, .compare, .renameBranch, .dropBranch: .isDone
    case .load, .go, .goToIteration, .intervene, .restart, .undo, .redo, .switchBranch, .race, .play, .pause,
      .continueForwards, .continueBackwards:
      .breaksOff
    }
  }
}

/// How fast a run goes on by itself.
public enum Pace: Hashable, Sendable {
  case steps(StepSize, perSecond: Double)
  /// Whole iterations, as fast as the machine can.
  case fullSpeed
  /// The same, gathered: two epochs a second at first and four times as fast with each second, so that one sees how a
  /// small network begins to learn, which it has done in a blink at full speed.
  case gathering
  /// On the way to a moment of this iteration, which is too far to be gone to at once.
  case journey(toIteration: Int)
}
