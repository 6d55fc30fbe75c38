import Autodiff

/// A stretch of a run with one structure: one program, one data set, one order of the batches. The
/// learner's changes of structure (layers, data, batch size, loss, …) each begin another.
final class Stage: Sendable {
  let setup: TrainingSetup
  let origin: StageOrigin
  /// The program of a full batch; that of a short one has the same instructions.
  let program: Program
  let batchesPerEpoch: Int

  init(_ machine: TrainingMachine) {
    setup = machine.setup
    origin = machine.origin
    program = machine.fullBatchProgram
    batchesPerEpoch = machine.batchesPerEpoch
  }

  var instructionCount: Int { program.instructions.count }

  /// Whether an epoch ends with an iteration.
  func isLastOfEpoch(_ iteration: Int) -> Bool { (iteration + 1 - origin.firstBatch).isMultiple(of: batchesPerEpoch) }

  /// The last iteration of the epoch that an iteration belongs to.
  func lastIteration(ofEpochOf iteration: Int) -> Int {
    let batches = iteration - origin.firstBatch
    return origin.firstBatch + (batches / batchesPerEpoch + 1) * batchesPerEpoch - 1
  }
}
