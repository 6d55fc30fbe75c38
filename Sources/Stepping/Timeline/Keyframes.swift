import Autodiff

/// Copies of the durable state at the start of iterations, under a memory budget. Going back means
/// taking the nearest one and executing from there.
///
/// A keyframe is taken on arriving at an iteration, before any intervention there. Recent ones stand
/// `spacing` iterations apart; when the budget is used up, every second of the older half goes, so
/// that the distance grows with age and the start is always kept.
struct Keyframes {
  struct Keyframe {
    let iteration: Int
    let state: [Float]
  }

  private(set) var frames: [Keyframe] = []
  let budgetBytes: Int
  /// Iterations between two keyframes while running.
  let spacing: Int
  private(set) var bytes = 0

  /// More would be memory for nothing: the older half of a long run can be replayed from fewer.
  private static let mostFrames = 16_384

  /// Bytes a keyframe takes besides its numbers.
  private static let overhead = 64

  init(budgetBytes: Int, spacing: Int) {
    self.budgetBytes = budgetBytes
    self.spacing = max(spacing, 1)
  }

  /// How far apart keyframes of a program should be.
  ///
  /// Replaying from one should take a few milliseconds at most: fewer iterations where each is long, and
  /// no more than 2048 where each is nothing but overhead, about 2 µs. But taking
  /// one should cost no more than a thirtieth of the training between, at 0.4 ns a number (measured,
  /// fresh memory included) and 40 multiply-adds a nanosecond: with 109 000 weights under Adam, 1.3 MB,
  /// that is one in eight iterations.
  static func spacing(for program: Program) -> Int {
    let products = max(program.multiplyAdds, 1)
    let forReplay = min(20_000_000 / products, 2048)
    let forCopying = 30 * Int(0.4 * Double(program.durableCount)) * 40 / products
    return max(forReplay, min(forCopying, 2048), 1)
  }

  var lastIteration: Int { frames.last?.iteration ?? -1 }

  /// The latest keyframe at or before an iteration.
  func nearest(atOrBefore iteration: Int) -> Keyframe? {
    var (low, high) = (0, frames.count)
    while low < high {
      let middle = (low + high) / 2
      if frames[middle].iteration <= iteration { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? frames[low - 1] : nil
  }

  mutating func append(_ frame: Keyframe) {
    precondition(frame.iteration > lastIteration, "keyframes come in order")
    frames.append(frame)
    bytes += size(frame)
    if bytes > budgetBytes || frames.count > Self.mostFrames { thin() }
  }

  /// Forgets what comes after an iteration.
  mutating func removeAll(after iteration: Int) {
    while let last = frames.last, last.iteration > iteration {
      bytes -= size(last)
      frames.removeLast()
    }
  }

  private func size(_ frame: Keyframe) -> Int { frame.state.count * MemoryLayout<Float>.stride + Self.overhead }

  private mutating func thin() {
    let half = max(frames.count / 2, 2)
    guard frames.count > 2 else { return }
    var kept: [Keyframe] = []
    kept.reserveCapacity(frames.count)
    for (index, frame) in frames.enumerated() where index >= half || index.isMultiple(of: 2) { kept.append(frame) }
    // With a handful of frames left the older half has nothing more to give: the second goes.
    if kept.count == frames.count { kept.remove(at: 1) }
    frames = kept
    bytes = frames.reduce(0) { $0 + size($1) }
  }
}
