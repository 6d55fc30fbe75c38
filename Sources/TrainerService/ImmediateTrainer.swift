public import Stepping
import Synchronization

/// Carries out each command at once, on the caller's thread: for tests and for screens without a
/// terminal. A run that plays goes on by a fixed amount whenever news are taken.
public final class ImmediateTrainer: TrainerLink {
  private let commands = Mutex<[TrainerCommand]>([])
  private let work: Mutex<Work>

  /// What is done between two looks at the news while a run plays.
  private let iterationsPerUpdate: Int

  private struct Work: ~Copyable {
    let session = TrainerSession()
    var performedCount = 0
  }

  public init(iterationsPerUpdate: Int = 20) {
    self.iterationsPerUpdate = iterationsPerUpdate
    work = Mutex(Work())
  }

  public func send(_ command: TrainerCommand) { commands.withLock { $0.append(command) } }

  public func takeUpdate() -> TrainerUpdate? {
    let pending = commands.withLock { queue in
      defer { queue = [] }
      return queue
    }
    return work.withLock { work in
      let isPlaying = work.session.pace != nil
      if pending.isEmpty, !isPlaying { return nil }
      for command in pending { work.session.perform(command) }
      work.performedCount += pending.count
      switch work.session.pace {
      case .fullSpeed, .gathering: work.session.run(iterations: iterationsPerUpdate)
      case .steps(let size, _): work.session.playStep(size)
      case .journey, nil: break
      }
      return TrainerUpdate(
        snapshot: work.session.snapshot(), pace: work.session.pace, rate: nil, failure: work.session.failure,
        replayProblem: work.session.replayProblem, commands: work.performedCount)
    }
  }
}
