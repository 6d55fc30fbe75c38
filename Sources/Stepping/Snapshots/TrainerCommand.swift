import Autodiff

/// What the workbench asks of a run. Commands are carried out in order, each one.
public enum TrainerCommand: Sendable {
  /// Begins a run, in place of the one before.
  case load(TrainingSetup)
  case step(StepSize)
  case stepBack(StepSize)
  case go(to: Moment)
  case intervene(Intervention.Change)
  /// Goes on by itself: steps of a size, so many a second, or at full speed.
  case play(Pace)
  case pause
  /// What snapshots are to hold from now on.
  case request(SnapshotRequest)
}

/// How fast a run goes on by itself.
public enum Pace: Hashable, Sendable {
  case steps(StepSize, perSecond: Double)
  /// Whole iterations, as fast as the machine can.
  case fullSpeed
}

/// Carries out commands on a timeline: the part of a trainer that knows no threads and no clock.
public final class TrainerSession {
  public private(set) var timeline: Timeline?
  public private(set) var pace: Pace?
  public private(set) var request = SnapshotRequest()
  /// Why the last load failed.
  public private(set) var failure: SetupError?

  private let keyframeBudget: Int

  public init(keyframeBudget: Int = Timeline.defaultKeyframeBudget) { self.keyframeBudget = keyframeBudget }

  /// How many commands have been carried out.
  public private(set) var performedCount = 0

  public func perform(_ command: TrainerCommand) {
    performedCount += 1
    switch command {
    case .load(let setup):
      pace = nil
      failure = nil
      do throws(SetupError) { timeline = try Timeline(setup, keyframeBudget: keyframeBudget) } catch { failure = error }
    case .step(let size):
      pace = nil
      timeline?.step(size)
    case .stepBack(let size):
      pace = nil
      timeline?.stepBack(size)
    case .go(let moment):
      pace = nil
      timeline?.go(to: moment)
    case .intervene(let change): timeline?.intervene(change)
    case .play(let pace): self.pace = pace
    case .pause: pace = nil
    case .request(let request): self.request = request
    }
  }

  /// Goes on at full speed for some iterations; stops playing when a number is no longer a number.
  public func run(iterations: Int) {
    guard let timeline else { return }
    let before = timeline.observations.count
    timeline.run(iterations: iterations)
    if timeline.observations.dropFirst(before).contains(where: \.stopsRun) { pace = nil }
  }

  /// One step of a paced run.
  public func playStep(_ size: StepSize) { timeline?.step(size) }

  public func snapshot() -> Snapshot? { timeline?.snapshot(request) }
}
