/// The losses of a line of history, segment after segment, without copying them.
public struct LossRecord: Sendable {
  public struct Part: Sendable {
    let losses: LossHistory
    /// The first iteration in it.
    let first: Int
    /// Iterations from here on belong to another line.
    let end: Int

    /// How many iterations of this line it has.
    public var count: Int { min(losses.count, end - first) }
  }

  public let parts: [Part]

  /// Losses of consecutive iterations.
  public struct Span: Hashable, Sendable {
    /// The first of them, counted from 0.
    public let iteration: Int
    /// How many iterations a full span covers.
    public let width: Int
    public let bucket: LossHistory.Bucket
  }

  /// All of them in order. Of a span that reaches past the end of a part, nothing is told: its losses are
  /// partly another line's.
  public var spans: [Span] {
    parts.flatMap { part in
      part.losses.buckets.enumerated().compactMap { index, bucket in
        let iteration = part.first + part.losses.iteration(ofBucket: index)
        let last = min(iteration + part.losses.width, part.first + part.losses.count)
        return last <= part.end ? Span(iteration: iteration, width: part.losses.width, bucket: bucket) : nil
      }
    }
  }

  /// Iterations recorded.
  public var count: Int { parts.last.map { $0.first + $0.count } ?? 0 }
}

/// The evaluations of a line of history, in order.
public struct EvaluationRecord: Hashable, Sendable {
  public let points: [EvaluationPoint]
  /// Iterations between two points now.
  public let interval: Int
}

extension Array where Element == Segment {
  /// The number of iterations finished when the next segment of a line begins; all there are for the last.
  private func end(_ index: Int) -> Int { index + 1 < count ? self[index + 1].firstLoss : .max }

  /// - Parameter first: the segment to begin with, to leave out what two lines have in common.
  func lossRecord(from first: Int = 0) -> LossRecord {
    LossRecord(
      parts: indices.dropFirst(first).map { index in
        LossRecord.Part(losses: self[index].losses, first: self[index].firstLoss, end: end(index))
      })
  }

  func evaluationRecord(from first: Int = 0) -> EvaluationRecord {
    EvaluationRecord(
      points: indices.dropFirst(first).flatMap { index in
        let end = end(index)
        return self[index].evaluations.points.filter { $0.completedIterations <= end }
      }, interval: last?.evaluations.interval ?? 1)
  }
}

extension Timeline {
  public var losses: LossRecord { line.lossRecord() }
  public var evaluations: EvaluationRecord { line.evaluationRecord() }
}
