import Foundation
import Stepping

/// What the trainer's thread does, turn by turn.
struct TrainingLoop {
  let queue: CommandQueue
  let news: LatestValue<TrainerUpdate>
  let session: TrainerSession
  let clock = ContinuousClock()

  /// How long a slice of training may keep a command waiting.
  private static let slice = Duration.milliseconds(4)
  private var iterationsPerSlice = 1
  /// What has come while a command led far, and waits for it.
  private var waiting: [TrainerCommand] = []
  /// How many commands have come.
  private var takenCount = 0
  /// When a run that gathers speed began, and how many iterations it has done since.
  private var gathering: (start: ContinuousClock.Instant, done: Int)?
  private var pictures: PictureSchedule
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
    pictures = PictureSchedule(from: clock.now)
    nextStep = clock.now
    nextSave = clock.now
    nextCheckpoint = clock.now + Self.checkpointInterval
  }

  /// Does what was still asked for, as far as there is time for it, and takes down how the run stands.
  mutating func leave() {
    take(queue.takeAll(waiting: 0))
    let deadline = clock.now + Self.leavingTime
    while session.isTravelling, clock.now < deadline { goOn() }
    session.leave()
  }

  mutating func turn() {
    let wasPlaying = session.pace != nil
    let commands = queue.takeAll(waiting: waitingTime)
    if !commands.isEmpty { take(commands) }
    if session.pace == nil {
      rateStart = nil
      rate = nil
      gathering = nil
      standStill(hasNews: !commands.isEmpty || wasPlaying)
      return
    }
    switch session.pace {
    case .fullSpeed: runSlice(upTo: .max)
    case .journey: goOn()
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
    if session.pace == nil {
      standStill(hasNews: true)
    } else if !commands.isEmpty || pictures.isDue(clock.now) {
      publish()
    }
  }

  // MARK: Commands

  /// How long a way may be gone without showing where one is.
  private static let shortWay = Duration.milliseconds(30)
  /// How long leaving may take for what was asked for just before.
  private static let leavingTime = Duration.seconds(1)

  private mutating func take(_ commands: [TrainerCommand]) {
    takenCount += commands.count
    // What comes now may be slower than what was measured: a search step by step, another network.
    iterationsPerSlice = 1
    // On a way that began before these commands: it is broken off once, what they begin themselves is gone to its end.
    var wasTravelling = session.isTravelling
    for command in commands {
      switch command.onAJourney {
      case .waits where session.isTravelling: waiting.append(command)
      case .breaksOff where wasTravelling:
        // The steps that wait would go on from where nobody wants to get any more.
        waiting = []
        wasTravelling = false
        session.begin(.pause)
        session.begin(command)
      case .breaksOff:
        finish()
        session.begin(command)
      case .waits, .isDone: session.begin(command)
      }
    }
    let start = clock.now
    while session.isTravelling, clock.now - start < Self.shortWay { goOn() }
  }

  /// Goes a slice of the way; where it ends, the steps that wait begin.
  private mutating func goOn() {
    runSlice(upTo: .max)
    while !session.isTravelling, !waiting.isEmpty { session.begin(waiting.removeFirst()) }
  }

  /// Goes the whole way.
  private mutating func finish() {
    while session.isTravelling { goOn() }
  }

  /// Milliseconds to wait for a command: for ever when standing still, not at all at full speed.
  private var waitingTime: Int32? {
    switch session.pace {
    case nil: return pictures.owesTest ? PictureSchedule.pause : nil
    case .fullSpeed, .journey: return 0
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

  // MARK: News

  /// Shows where a run is that stands still: at once, and what takes long when no key has come for a while.
  private mutating func standStill(hasNews: Bool) {
    guard hasNews || pictures.owesTest else { return }
    let mayTest = !hasNews || pictures.testIsQuick
    let cost = publish(mayTest: mayTest)
    pictures.shown(withTest: mayTest, took: cost)
  }

  /// Shows where a run is that goes on.
  private mutating func publish() {
    let start = clock.now
    if let begun = rateStart, let timeline = session.timeline, start - begun.time > .milliseconds(300) {
      rate = Double(timeline.completedIterations - begun.iterations) / ((start - begun.time) / .seconds(1))
      rateStart = (start, timeline.completedIterations)
    }
    let mayTest = pictures.mayTest(start)
    let cost = publish(mayTest: mayTest)
    pictures.shown(withTest: mayTest, took: cost)
    pictures.setNext(after: clock.now, withTest: mayTest, took: cost)
  }

  private func publish(mayTest: Bool) -> Duration {
    let start = clock.now
    news.publish(
      TrainerUpdate(
        snapshot: session.snapshot(mayTest: mayTest), pace: session.pace, rate: rate, failure: session.failure,
        replayProblem: session.replayProblem, commands: takenCount))
    return clock.now - start
  }
}
