import Datasets
import TensorMath

/// What the load instruction copies from: the samples, the order of the current epoch, and where in
/// it the current batch begins.
final class BatchLoader {
  private let order: BatchOrder
  /// The iteration that `firstEpoch` begins with: a stage of a run counts its batches from its own start.
  private let firstIteration: Int
  private let firstEpoch: Int
  private let batchCount: Int
  private let features: RowTable
  private let targets: RowTable
  private let rows: RowOrder
  private var epoch = 0
  private var batch = 0
  /// The first sample of the batch, as a place in the epoch's order.
  private var start = 0
  /// The only batch of an unshuffled epoch is loaded once and stays where it is.
  private var isInPlace = false
  /// The iteration whose batch it is.
  private(set) var iteration = 0

  /// - Parameter origin: where in a run its first batch is.
  init(_ data: Dataset, _ order: BatchOrder, origin: StageOrigin) {
    self.order = order
    firstIteration = origin.firstBatch
    firstEpoch = origin.epoch
    batchCount = order.batchCount
    features = RowTable(data.inputs.values, rowLength: max(data.inputs.values.count / max(data.count, 1), 1))
    targets = RowTable(data.targets.values, rowLength: max(data.targets.values.count / max(data.count, 1), 1))
    rows = RowOrder(count: order.count)
    if order.shuffles { rows.fill(order.order(epoch: firstEpoch)) }
  }

  var isLastBatch: Bool { batch == batchCount - 1 }

  /// The samples of the current batch.
  var samples: [Int32] { rows.rows(order.range(ofBatch: batch)) }

  /// Makes an iteration's batch the current one.
  func select(iteration: Int) {
    self.iteration = iteration
    let iteration = iteration - firstIteration
    // The next batch of the same epoch is the usual case, and needs no division.
    batch += 1
    if batch >= batchCount || iteration != epoch * batchCount + batch {
      let position = order.position(ofIteration: iteration)
      if order.shuffles, position.epoch != epoch { rows.fill(order.order(epoch: firstEpoch + position.epoch)) }
      (epoch, batch) = position
    }
    start = batch * order.batchSize
  }

  func load(_ featuresView: MutableView, _ targetsView: MutableView) {
    if order.shuffles {
      features.gather(rows, from: start, into: featuresView)
      targets.gather(rows, from: start, into: targetsView)
    } else if !isInPlace {
      features.copy(rowsFrom: start, into: featuresView)
      targets.copy(rowsFrom: start, into: targetsView)
      isInPlace = batchCount == 1
    }
  }
}
