import Autodiff

/// What a run has computed so far, so that taking it up tomorrow does not compute it again: of each stretch
/// of history what was recorded in it, and the keyframes that a replay of its changes goes by.
///
/// It decides nothing. A run that is taken up without one, or with one of an older state, has the same bits
/// and takes longer.
public struct RunCheckpoint: Sendable, Codable {
  /// By the order in which the segments came into being, which a replay repeats.
  var segments: [Int: SegmentContent] = [:]
  /// The numbers of all keyframes. They are not coded with the rest: whoever keeps it writes them as they are.
  public var numbers: [Float] = []

  private enum CodingKeys: CodingKey { case segments }

  /// A keyframe whose numbers are a part of ``numbers``.
  struct StoredKeyframe: Sendable, Codable {
    let iteration: Int
    let start: Int
    let count: Int
  }

  struct SegmentContent: Sendable, Codable {
    var keyframes: [StoredKeyframe]
    let losses: LossHistory
    let evaluations: EvaluationHistory
    let observations: [Observation]
    let observers: ObserverState
  }

  /// Keyframes of one checkpoint have no more numbers than this (64 MiB); later segments come first.
  static let mostNumbers = 1 << 24

  func numbers(of keyframe: StoredKeyframe) -> ArraySlice<Float>? {
    guard keyframe.start >= 0, keyframe.count >= 0, keyframe.start <= numbers.count,
      keyframe.count <= numbers.count - keyframe.start
    else { return nil }
    return numbers[keyframe.start..<keyframe.start + keyframe.count]
  }
}

extension RunHistory {
  /// Everything that is known of all branches.
  public func checkpoint() -> RunCheckpoint {
    var checkpoint = RunCheckpoint()
    let segments = timeline.memory.living
    for segment in segments.reversed() {
      let forks = segments.filter { $0.parent === segment }.map(\.fork.iteration)
      let wanted = [Int.max, timeline.now.iteration] + forks
      let iterations = Set(wanted.compactMap { segment.keyframes.nearest(atOrBefore: $0)?.iteration })
      var keyframes: [RunCheckpoint.StoredKeyframe] = []
      for iteration in iterations.sorted() {
        guard let frame = segment.keyframes.nearest(atOrBefore: iteration),
          checkpoint.numbers.count + frame.state.count <= RunCheckpoint.mostNumbers
        else { continue }
        keyframes.append(
          RunCheckpoint.StoredKeyframe(
            iteration: iteration, start: checkpoint.numbers.count, count: frame.state.count))
        checkpoint.numbers += frame.state
      }
      checkpoint.segments[segment.number] = RunCheckpoint.SegmentContent(
        keyframes: keyframes, losses: segment.losses, evaluations: segment.evaluations,
        observations: segment.observations, observers: segment.observers)
    }
    return checkpoint
  }
}

extension Timeline {
  /// Takes over what is known of the segment that was opened last. Where the run stands, and how far it
  /// has been, stays as it is.
  func adopt(_ checkpoint: RunCheckpoint) {
    let segment = lastSegment
    guard let known = checkpoint.segments[segment.number],
      known.keyframes.allSatisfy({ $0.count == segment.stage.program.durableCount }),
      known.losses.count >= segment.losses.count
    else { return }
    let bytesBefore = segment.keyframes.bytes
    for frame in known.keyframes where frame.iteration > segment.keyframes.lastIteration {
      guard let numbers = checkpoint.numbers(of: frame) else { continue }
      segment.keyframes.append(Keyframes.Keyframe(iteration: frame.iteration, state: Array(numbers)))
    }
    segment.losses = known.losses
    segment.evaluations = known.evaluations
    segment.observations = known.observations
    segment.observers = known.observers
    memory.makeRoom(for: segment.keyframes.bytes - bytesBefore, keeping: line)
  }
}
