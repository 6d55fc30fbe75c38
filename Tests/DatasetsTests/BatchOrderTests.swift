import Datasets
import Testing

@Suite struct BatchOrderTests {
  @Test(arguments: [(10, 4), (10, 5), (10, 10), (10, 64), (1, 1), (7, 1), (333, 32)])
  func everyExampleIsShownOnceInEachEpoch(_ count: Int, _ batchSize: Int) {
    for shuffles in [true, false] {
      let order = BatchOrder(count: count, batchSize: batchSize, seed: 8, shuffles: shuffles)
      for epoch in 0..<5 {
        let shown = (0..<order.batchCount).flatMap { order.batch($0, epoch: epoch) }
        #expect(shown.sorted() == Array(0..<count))
        #expect(shown == order.order(epoch: epoch))
      }
    }
  }

  @Test func theShortLastBatchIsKept() {
    let order = BatchOrder(count: 10, batchSize: 4, seed: 8)
    #expect(order.batchCount == 3)
    #expect((0..<3).map(order.range(ofBatch:)) == [0..<4, 4..<8, 8..<10])
    #expect(order.batch(2, epoch: 6).count == 2)
  }

  @Test func anEpochNeedsNoneBeforeIt() {
    let order = BatchOrder(count: 50, batchSize: 8, seed: 8)
    let late = BatchOrder(count: 50, batchSize: 8, seed: 8).order(epoch: 40)
    for epoch in 0..<40 { #expect(order.order(epoch: epoch) != late) }
    #expect(order.order(epoch: 40) == late)
  }

  @Test func seedAndEpochDecide() {
    let order = BatchOrder(count: 50, batchSize: 8, seed: 8)
    #expect(order.order(epoch: 0) != BatchOrder(count: 50, batchSize: 8, seed: 9).order(epoch: 0))
    // How the epoch is cut has no say in its order: the batch size may change in mid-run.
    #expect(order.order(epoch: 3) == BatchOrder(count: 50, batchSize: 5, seed: 8).order(epoch: 3))
    #expect(Set((0..<100).map { order.order(epoch: $0) }).count == 100)
  }

  @Test func withoutShufflingTheOrderStands() {
    #expect(BatchOrder(count: 5, batchSize: 2, seed: 8, shuffles: false).order(epoch: 9) == [0, 1, 2, 3, 4])
  }

  @Test func iterationsCountThroughTheEpochs() {
    let order = BatchOrder(count: 10, batchSize: 4, seed: 8)
    #expect(order.position(ofIteration: 0) == (0, 0))
    #expect(order.position(ofIteration: 2) == (0, 2))
    #expect(order.position(ofIteration: 3) == (1, 0))
    #expect(order.position(ofIteration: 301) == (100, 1))
  }
}
