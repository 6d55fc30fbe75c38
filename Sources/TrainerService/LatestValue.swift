import Synchronization

/// A mailbox with one place: what is put in replaces what was there. The reader is woken when the
/// place was empty.
final class LatestValue<Value: Sendable>: Sendable {
  private let slot = Mutex<Value?>(nil)
  private let wake: WakePipe

  init(waking wake: WakePipe) { self.wake = wake }

  func publish(_ value: Value) {
    let wasEmpty = slot.withLock { place in
      defer { place = value }
      return place == nil
    }
    if wasEmpty { wake.signal() }
  }

  func take() -> Value? {
    slot.withLock { place in
      defer { place = nil }
      return place
    }
  }
}
