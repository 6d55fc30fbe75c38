import Autodiff

/// Copies of the durable state at the start of iterations. Going back means taking the nearest one and
/// executing from there.
///
/// A keyframe is taken on arriving at an iteration, before any change there. Recent ones stand
/// `spacing` iterations apart; when memory runs out (``KeyframeMemory``), older ones are dropped so that
/// what is left stands evenly, and the first is always kept.
struct Keyframes {
  struct Keyframe {
    let iteration: Int
    let state: [Float]

    /// What it takes of memory.
    var bytes: Int { state.count * MemoryLayout<Float>.stride + Keyframes.overhead }
  }

  private(set) var frames: [Keyframe] = []
  /// Iterations between two keyframes while running.
  let spacing: Int
  private(set) var bytes = 0

  /// More would be memory for nothing: the older half of a long run can be replayed from fewer.
  private static let mostFrames = 2048

  /// Bytes a keyframe takes besides its numbers.
  private static let overhead = 64

  init(spacing: Int) { self.spacing = max(spacing, 1) }

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
    bytes += frame.bytes
    while frames.count > Self.mostFrames { dropSparest() }
  }

  /// Forgets what comes after an iteration.
  mutating func removeAll(after iteration: Int) {
    while let last = frames.last, last.iteration > iteration {
      bytes -= last.bytes
      frames.removeLast()
    }
  }

  /// The first and the latest stay.
  var canDrop: Bool { frames.count > 2 }

  /// Drops, of the older three quarters, the keyframe whose neighbors are nearest to each other: so old
  /// ones stand evenly over the whole past, and recent ones close.
  ///
  /// - Returns: the bytes it took.
  @discardableResult
  mutating func dropSparest() -> Int {
    guard canDrop else { return 0 }
    var sparest = 1
    var smallestGap = Int.max
    for index in 1..<max(frames.count * 3 / 4, 2) {
      let gap = frames[index + 1].iteration - frames[index - 1].iteration
      if gap < smallestGap { (sparest, smallestGap) = (index, gap) }
    }
    let freed = frames[sparest].bytes
    bytes -= freed
    frames.remove(at: sparest)
    return freed
  }
}
