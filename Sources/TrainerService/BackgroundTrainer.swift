import Foundation
public import Stepping
import Synchronization

/// Trains on a thread of its own. The thread owns the timeline; what crosses to other threads are
/// commands and snapshots, both values.
///
/// Running flat out it looks for commands every few milliseconds, so that a key is answered at once,
/// and publishes at most twenty times a second, less often when a snapshot is expensive: looking on
/// costs training under a twentieth.
public final class BackgroundTrainer: TrainerLink {
  private let queue = CommandQueue()
  private let news: LatestValue<TrainerUpdate>
  private let isStopped = Atomic<Bool>(false)
  private let ended = WakePipe()

  /// - Parameters:
  ///   - wake: signaled when there is news.
  ///   - keyframeBudget: memory for going back in time, in bytes.
  ///   - recorder: takes down what is done.
  public init(
    waking wake: WakePipe, keyframeBudget: Int = Timeline.defaultKeyframeBudget,
    recorder: (any RunRecorder)? = nil
  ) {
    news = LatestValue(waking: wake)
    let thread = Thread { [queue, news, ended, weak self] in
      var loop = TrainingLoop(queue: queue, news: news, keyframeBudget: keyframeBudget, recorder: recorder)
      while self?.isStopped.load(ordering: .relaxed) == false { loop.turn() }
      loop.leave()
      ended.signal()
    }
    thread.name = "trainer"
    thread.stackSize = 8 << 20
    thread.start()
  }

  public func send(_ command: TrainerCommand) { queue.append(command) }
  public func takeUpdate() -> TrainerUpdate? { news.take() }

  /// Longer than anything takes but a replay of millions of iterations, which has nothing to take down.
  private static let patience: Int32 = 5_000

  /// Ends the thread after what it is doing, and waits until it has taken down how the run stands.
  public func stop() {
    isStopped.store(true, ordering: .relaxed)
    queue.append(.pause)
    ended.wait(milliseconds: Self.patience)
  }
}

/// What the trainer's thread does, turn by turn.
private struct TrainingLoop {
  let queue: CommandQueue
  let news: LatestValue<TrainerUpdate>
  let session: TrainerSession
  let clock = ContinuousClock()

  /// How long a slice of training may keep a command waiting.
  private static let slice = Duration.milliseconds(4)
  /// Twenty pictures a second show curves in motion; more would take from the training.
  private static let frame = Duration.milliseconds(50)
  /// The share of time that snapshots may take is one in this many.
  private static let snapshotShare = 40

  private var iterationsPerSlice = 1
  /// When a run that gathers speed began, and how many iterations it has done since.
  private var gathering: (start: ContinuousClock.Instant, done: Int)?
  private var nextPublication: ContinuousClock.Instant
  private var nextStep: ContinuousClock.Instant
  private var rateStart: (time: ContinuousClock.Instant, iterations: Int)?
  private var rate: Double?
  private var nextSave: ContinuousClock.Instant
  private var nextCheckpoint: ContinuousClock.Instant

  /// What a run that goes on by itself may lose when the program is killed.
  private static let saveInterval = Duration.seconds(1)
  /// What taking a run up again may have to compute.
  private static let checkpointInterval = Duration.seconds(2)
  /// The share of time that checkpoints may take is one in this many.
  private static let checkpointShare = 50

  init(
    queue: CommandQueue, news: LatestValue<TrainerUpdate>, keyframeBudget: Int, recorder: (any RunRecorder)?
  ) {
    session = TrainerSession(keyframeBudget: keyframeBudget, recorder: recorder)
    self.queue = queue
    self.news = news
    nextPublication = clock.now
    nextStep = clock.now
    nextSave = clock.now
    nextCheckpoint = clock.now + Self.checkpointInterval
  }

  /// Does what was still asked for, and takes down how the run stands.
  func leave() {
    for command in queue.takeAll(waiting: 0) { session.perform(command) }
    session.leave()
  }

  mutating func turn() {
    let wasPlaying = session.pace != nil
    let commands = queue.takeAll(waiting: waitingTime)
    for command in commands { session.perform(command) }
    // What comes now may be slower than what was measured: a search step by step, another network.
    if !commands.isEmpty { iterationsPerSlice = 1 }
    if session.pace == nil {
      rateStart = nil
      rate = nil
      gathering = nil
      if !commands.isEmpty || wasPlaying { publish() }
      return
    }
    switch session.pace {
    case .fullSpeed: runSlice(upTo: .max)
    case .gathering: gather()
    case .steps(let size, let perSecond):
      if clock.now >= nextStep {
        session.playStep(size)
        nextStep = clock.now + .seconds(1 / max(perSecond, 0.1))
        publish()
      }
    case nil: break
    }
    if clock.now >= nextSave {
      session.save()
      nextSave = clock.now + Self.saveInterval
    }
    if clock.now >= nextCheckpoint {
      let start = clock.now
      session.keepCheckpoint()
      nextCheckpoint = clock.now + max(Self.checkpointInterval, (clock.now - start) * Self.checkpointShare)
    }
    if session.pace == nil || !commands.isEmpty || clock.now >= nextPublication { publish() }
  }

  /// Milliseconds to wait for a command: for ever when standing still, not at all at full speed.
  private var waitingTime: Int32? {
    switch session.pace {
    case nil: return nil
    case .fullSpeed: return 0
    case .gathering: return isAhead ? 5 : 0
    case .steps:
      let left = clock.now.duration(to: nextStep)
      return max(Int32(left / .milliseconds(1)), 1)
    }
  }

  // MARK: Gathering speed

  /// Epochs a second at first, and by how much more with each second.
  private static let firstEpochs = 2.0
  private static let growth = 4.0
  /// Seconds after which nothing holds a run back: 4¹⁰ is a million.
  private static let gatheringSeconds = 10.0

  /// How many iterations a run that gathers speed may still do now.
  private var allowance: Int {
    guard let gathering, let timeline = session.timeline else { return 1 }
    let seconds = (clock.now - gathering.start) / .seconds(1)
    guard seconds < Self.gatheringSeconds else { return .max }
    let first = max(30, Self.firstEpochs * Double(timeline.machine.batchesPerEpoch))
    return Int(first * (pow(Self.growth, seconds) - 1) / log(Self.growth)) - gathering.done
  }

  private var isAhead: Bool { allowance < 1 }

  private mutating func gather() {
    if gathering == nil { gathering = (clock.now, 0) }
    let allowed = allowance
    guard allowed >= 1 else { return }
    let before = session.timeline?.completedIterations ?? 0
    runSlice(upTo: allowed)
    let done = (session.timeline?.completedIterations ?? 0) - before
    gathering?.done += max(done, 1)
  }

  private mutating func runSlice(upTo most: Int) {
    let start = clock.now
    if rateStart == nil { rateStart = (start, session.timeline?.completedIterations ?? 0) }
    session.run(iterations: min(iterationsPerSlice, most))
    let took = clock.now - start
    // Grows and shrinks towards the slice's length.
    if took < Self.slice / 2 { iterationsPerSlice = min(iterationsPerSlice * 2, 1 << 20) }
    if took > Self.slice { iterationsPerSlice = max(iterationsPerSlice / 2, 1) }
  }

  private mutating func publish() {
    let start = clock.now
    if let begun = rateStart, let timeline = session.timeline, start - begun.time > .milliseconds(300) {
      rate = Double(timeline.completedIterations - begun.iterations) / ((start - begun.time) / .seconds(1))
      rateStart = (start, timeline.completedIterations)
    }
    news.publish(
      TrainerUpdate(
        snapshot: session.snapshot(), pace: session.pace, rate: rate, failure: session.failure,
        replayProblem: session.replayProblem, commands: session.performedCount))
    let cost = clock.now - start
    nextPublication = clock.now + max(Self.frame, cost * Self.snapshotShare)
  }
}
