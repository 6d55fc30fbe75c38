import TensorMath

/// In which order the examples of an epoch are shown, and how they are cut into batches.
///
/// The order of an epoch depends on nothing but the seed and the epoch's number, so a debugger can
/// jump to epoch 40 without drawing the 39 before it. Ten examples in batches of four make batches
/// of 4, 4 and 2: the short last one is kept, so that every example is seen once in each epoch.
public struct BatchOrder: Hashable, Sendable {
  /// How many examples there are.
  public let count: Int
  public let batchSize: Int
  public let seed: UInt64
  /// Without shuffling every epoch shows the examples in the order in which they are stored.
  public let shuffles: Bool

  public init(count: Int, batchSize: Int, seed: UInt64, shuffles: Bool = true) {
    precondition(count > 0, "an epoch has at least one example, found \(count)")
    precondition(batchSize > 0, "a batch has at least one example, found \(batchSize)")
    self.count = count
    self.batchSize = batchSize
    self.seed = seed
    self.shuffles = shuffles
  }

  /// How many batches, and so iterations, an epoch has.
  public var batchCount: Int { (count - 1) / batchSize + 1 }

  /// All examples in the order of one epoch; epochs count from 0.
  public func order(epoch: Int) -> [Int] {
    precondition(epoch >= 0, "epochs count from 0, found \(epoch)")
    guard shuffles else { return Array(0..<count) }
    var random = RandomSource(seed: seed, purpose: "batch order", index: UInt64(epoch))
    return random.permutation(count)
  }

  /// Which part of an epoch's order a batch is; batches count from 0.
  public func range(ofBatch batch: Int) -> Range<Int> {
    precondition(batch >= 0 && batch < batchCount, "an epoch has \(batchCount) batches, batch \(batch) is none of them")
    let start = batch * batchSize
    return start..<start + min(batchSize, count - start)
  }

  /// The examples of one batch.
  ///
  /// Each call draws the whole epoch's order, O(count). A loop over batches keeps `order(epoch:)`
  /// and takes `range(ofBatch:)` of it.
  public func batch(_ batch: Int, epoch: Int) -> [Int] { Array(order(epoch: epoch)[range(ofBatch: batch)]) }

  /// The epoch and the batch within it that iteration `iteration` runs; iterations count from 0.
  public func position(ofIteration iteration: Int) -> (epoch: Int, batch: Int) {
    precondition(iteration >= 0, "iterations count from 0, found \(iteration)")
    return (iteration / batchCount, iteration % batchCount)
  }
}
