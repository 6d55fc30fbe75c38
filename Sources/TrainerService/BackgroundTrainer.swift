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
    queue.wakeUp()
    ended.wait(milliseconds: Self.patience)
  }
}
