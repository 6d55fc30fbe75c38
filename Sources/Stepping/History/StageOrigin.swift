/// Where a stage of a run begins: what its machine counts from.
public struct StageOrigin: Hashable, Sendable {
  /// How many changes of structure lie before it.
  public let stage: Int
  /// The first iteration of the stage.
  public let iteration: Int
  /// The iteration with which `epoch` begins: batches are counted from it.
  public let firstBatch: Int
  public let epoch: Int
  /// The iteration before which the optimizer's states were zero: its t is counted from it.
  public let firstUpdate: Int

  public init(stage: Int, iteration: Int, firstBatch: Int, epoch: Int, firstUpdate: Int) {
    self.stage = stage
    self.iteration = iteration
    self.firstBatch = firstBatch
    self.epoch = epoch
    self.firstUpdate = firstUpdate
  }

  /// Where a stage begins that another setup opens. An iteration in progress begins anew; the batches of
  /// the epoch go on where they were if their order is the same, else another epoch begins.
  init(after machine: TrainingMachine, in setup: TrainingSetup) {
    let old = machine.origin
    stage = old.stage + 1
    iteration = machine.completedIterations
    if setup.order == machine.setup.order {
      (firstBatch, epoch) = (old.firstBatch, old.epoch)
    } else {
      firstBatch = iteration
      let batches = iteration - old.firstBatch
      epoch = old.epoch + (batches + machine.batchesPerEpoch - 1) / machine.batchesPerEpoch
    }
    firstUpdate = Transplant.keepsStates(from: machine.setup, to: setup) ? old.firstUpdate : iteration
  }

  /// The start of a run.
  public static let start = StageOrigin(stage: 0, iteration: 0, firstBatch: 0, epoch: 0, firstUpdate: 0)

  /// The moment with nothing of the stage run.
  public var moment: Moment { Moment(stage: stage, iteration: iteration, position: 0) }
}
