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

  /// - Parameters:
  ///   - wake: signaled when there is news.
  ///   - keyframeBudget: memory for going back in time, in bytes.
  public init(waking wake: WakePipe, keyframeBudget: Int = Timeline.defaultKeyframeBudget) {
    news = LatestValue(waking: wake)
    let thread = Thread { [queue, news, weak self] in
      var loop = TrainingLoop(queue: queue, news: news, keyframeBudget: keyframeBudget)
      while self?.isStopped.load(ordering: .relaxed) == false { loop.turn() }
    }
    thread.name = "trainer"
    thread.stackSize = 8 << 20
    thread.start()
  }

  public func send(_ command: TrainerCommand) { queue.append(command) }
  public func takeUpdate() -> TrainerUpdate? { news.take() }

  /// Ends the thread after what it is doing.
  public func stop() {
    isStopped.store(true, ordering: .relaxed)
    queue.append(.pause)
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
  private var nextPublication: ContinuousClock.Instant
  private var nextStep: ContinuousClock.Instant
  private var rateStart: (time: ContinuousClock.Instant, iterations: Int)?
  private var rate: Double?

  init(queue: CommandQueue, news: LatestValue<TrainerUpdate>, keyframeBudget: Int) {
    session = TrainerSession(keyframeBudget: keyframeBudget)
    self.queue = queue
    self.news = news
    nextPublication = clock.now
    nextStep = clock.now
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
      if !commands.isEmpty || wasPlaying { publish() }
      return
    }
    switch session.pace {
    case .fullSpeed: runSlice()
    case .steps(let size, let perSecond):
      if clock.now >= nextStep {
        session.playStep(size)
        nextStep = clock.now + .seconds(1 / max(perSecond, 0.1))
        publish()
      }
    case nil: break
    }
    if session.pace == nil || !commands.isEmpty || clock.now >= nextPublication { publish() }
  }

  /// Milliseconds to wait for a command: for ever when standing still, not at all at full speed.
  private var waitingTime: Int32? {
    switch session.pace {
    case nil: return nil
    case .fullSpeed: return 0
    case .steps:
      let left = clock.now.duration(to: nextStep)
      return max(Int32(left / .milliseconds(1)), 1)
    }
  }

  private mutating func runSlice() {
    let start = clock.now
    if rateStart == nil { rateStart = (start, session.timeline?.completedIterations ?? 0) }
    session.run(iterations: iterationsPerSlice)
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
        commands: session.performedCount))
    let cost = clock.now - start
    nextPublication = clock.now + max(Self.frame, cost * Self.snapshotShare)
  }
}
