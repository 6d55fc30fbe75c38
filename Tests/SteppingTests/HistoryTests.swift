import Testing

@testable import Stepping

@Suite struct HistoryTests {
  private func history(_ losses: [Float], capacity: Int = 8) -> LossHistory {
    var history = LossHistory(capacity: capacity)
    for loss in losses { history.append(loss) }
    return history
  }

  @Test func everyLossHasItsBucketWhileThereIsRoom() {
    let history = history([3, 2, 1])
    #expect(history.width == 1 && history.count == 3)
    #expect(history.buckets.map(\.last) == [3, 2, 1])
    #expect(history.buckets.map(\.mean) == [3, 2, 1])
  }

  @Test func neighborsMergeAndNoSpikeIsLost() {
    var losses = [Float](repeating: 1, count: 100)
    losses[37] = 50
    losses[70] = -2
    let history = history(losses)
    #expect(history.width == 16 && history.count == 100)
    #expect(history.buckets.count == 7)
    #expect(history.buckets.map(\.largest).max() == 50 && history.buckets.map(\.smallest).min() == -2)
    #expect(history.buckets[37 / 16].largest == 50)
    #expect(history.buckets.reduce(0) { $0 + $1.sum } == 98 + 50 - 2)
    #expect(history.buckets.map(\.count).reduce(0, +) == 100)
    #expect(history.iteration(ofBucket: 3) == 48)
  }

  @Test func whatIsNoNumberIsCounted() {
    let history = history([1, .nan, .infinity, 2], capacity: 2)
    #expect(history.width == 2)
    #expect(history.buckets.map(\.notFinite) == [1, 1])
    #expect(history.buckets[0].mean == 1 && history.buckets[1].mean == 2)
  }

  @Test func truncationKeepsTheCount() {
    for capacity in [2, 4, 8] {
      for kept in 0...33 {
        var history = history((0..<33).map(Float.init), capacity: capacity)
        let width = history.width
        history.truncate(to: kept)
        // Once it was rounded down to whole buckets, and later losses stood too early or twice.
        #expect(history.count == kept)
        for bucket in history.buckets where bucket.count > 0 {
          #expect(bucket.largest < Float(kept))
          #expect(bucket.count == width || kept == 33)
        }
        history.append(1000)
        #expect(history.count == kept + 1)
        #expect(history.buckets.last?.last == 1000)
        #expect(history.buckets.count == (kept + history.width) / history.width)
      }
    }
  }

  /// A loss is recorded once, however often its iteration is gone through.
  @Test func lossesAreRecordedOnce() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.run(iterations: 3001)
    #expect(timeline.losses.spans.first?.width == 2)
    timeline.go(to: timeline.end(ofIteration: 2500))
    timeline.intervene(.learningRate(0.01))
    #expect(timeline.losses.count == 2501)
    for _ in 0..<5 {
      timeline.step(.iteration)
      timeline.stepBack(.iteration)
      timeline.stepBack(.iteration)
      timeline.step(.iteration)
    }
    #expect(timeline.losses.count == 2502)
    timeline.run(iterations: 100)
    #expect(timeline.losses.count == timeline.completedIterations)
  }

  @Test func evaluationsThinOut() {
    var history = EvaluationHistory(interval: 2, capacity: 4)
    for iterations in 0..<60 where history.isDue(after: iterations) {
      history.append(
        EvaluationPoint(completedIterations: iterations, train: EvaluationPoint.Score(loss: 1, metric: 0), test: nil))
    }
    #expect(history.points.count <= 4)
    // The first half is kept as it was, the rest thinned.
    #expect(history.points.prefix(3).map(\.completedIterations) == [0, 2, 4])
    #expect(history.interval > 2)
    #expect(history.points.dropFirst(3).allSatisfy { $0.completedIterations.isMultiple(of: history.interval) })
    history.truncate(to: 17)
    #expect(history.points.allSatisfy { $0.completedIterations <= 17 })
    #expect(history.isDue(after: history.interval * 8))
  }
}
