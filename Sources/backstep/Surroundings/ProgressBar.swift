import Foundation

/// A line on standard error that shows how far long work has come. Only on a terminal, and only once
/// the work has taken long enough to be called long.
struct ProgressBar {
  private let title: String
  private let isShown: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant
  private var isOnScreen = false

  private static let delay = Duration.milliseconds(400)
  private static let interval = Duration.milliseconds(100)
  private static let width = 24

  init(_ title: String) {
    self.title = title
    isShown = StandardError.isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    start = clock.now
    lastDrawn = start
  }

  /// `done` goes from 0 to 1.
  mutating func show(_ done: Double, _ note: String = "") {
    guard isShown else { return }
    let now = clock.now
    guard now - start > Self.delay, now - lastDrawn > Self.interval else { return }
    lastDrawn = now
    isOnScreen = true
    let filled = Int((min(max(done, 0), 1) * Double(Self.width)).rounded())
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    let left = done > 0.02 ? remaining((now - start) * ((1 - done) / done)) : ""
    StandardError.write("\r\u{1B}[K\(title) [\(bar)] \(Int(done * 100)) %\(left) \(note)")
  }

  private func remaining(_ duration: Duration) -> String {
    let seconds = Int(duration / .seconds(1))
    return seconds >= 60 ? ", \(seconds / 60) min \(seconds % 60) s left" : ", \(seconds) s left"
  }

  /// Takes the line away, before something else is printed and at the end.
  mutating func clear() {
    guard isOnScreen else { return }
    StandardError.write("\r\u{1B}[K")
    isOnScreen = false
    lastDrawn = clock.now - Self.interval
  }
}
