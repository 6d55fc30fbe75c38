/// The memory that all keyframes of a history may take together.
final class KeyframeMemory {
  let budgetBytes: Int
  private var segments: [WeakSegment] = []

  private struct WeakSegment {
    weak var segment: Segment?
  }

  /// At least as many as all keyframes have now: what was counted last, and what has been added since.
  private var mostBytes = 0
  /// From so many segments on, those that are gone are taken off the list.
  private var nextCleaning = 64

  init(budgetBytes: Int) { self.budgetBytes = budgetBytes }

  /// How many segments there have been.
  private var count = 0
  var living: [Segment] { segments.compactMap(\.segment) }

  func register(_ segment: Segment) {
    segment.number = count
    count += 1
    segments.append(WeakSegment(segment: segment))
    guard segments.count >= nextCleaning else { return }
    segments.removeAll { $0.segment == nil }
    nextCleaning = max(2 * segments.count, nextCleaning)
  }

  var bytes: Int { segments.reduce(0) { $0 + ($1.segment?.keyframes.bytes ?? 0) } }

  /// Drops keyframes until the budget holds: those of lines that nobody is on first, then the most
  /// closely spaced of the segment that has the most.
  ///
  /// - Parameter added: bytes of keyframes that have come since this was called last.
  func makeRoom(for added: Int, keeping path: [Segment]) {
    mostBytes += added
    guard mostBytes > budgetBytes else { return }
    var total = bytes
    defer { mostBytes = total }
    while total > budgetBytes {
      let known = segments.compactMap(\.segment)
      let others = known.filter { segment in
        segment.keyframes.canDrop && !path.contains { $0 === segment }
      }
      let candidates = others.isEmpty ? path.filter(\.keyframes.canDrop) : others
      guard let victim = candidates.max(by: { $0.keyframes.bytes < $1.keyframes.bytes }) else { return }
      total -= victim.keyframes.dropSparest()
    }
  }
}
