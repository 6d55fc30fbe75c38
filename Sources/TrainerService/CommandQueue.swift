import Stepping
import Synchronization

/// Commands on their way to the trainer: each matters, so that none is dropped.
final class CommandQueue: Sendable {
  private let commands = Mutex<[TrainerCommand]>([])
  private let wake = WakePipe()

  func append(_ command: TrainerCommand) {
    commands.withLock { $0.append(command) }
    wake.signal()
  }

  /// Whoever waits goes on, with nothing.
  func wakeUp() { wake.signal() }

  /// All that have come, waiting for the first one: for ever when `milliseconds` is nil.
  func takeAll(waiting milliseconds: Int32?) -> [TrainerCommand] {
    let ready = take()
    if !ready.isEmpty || milliseconds == 0 { return ready }
    wake.wait(milliseconds: milliseconds)
    return take()
  }

  private func take() -> [TrainerCommand] {
    commands.withLock { queue in
      defer { queue = [] }
      return queue
    }
  }
}
