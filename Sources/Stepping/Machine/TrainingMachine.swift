public import Autodiff
import Datasets
public import NeuralNet
public import TensorMath

/// Program, numbers and position: executes a run instruction by instruction. `run` is `step` in a
/// loop over the same instructions, so that a stepped run and a fast one have the same bits.
///
/// States of the machine: between moments only. It goes forwards by executing; backwards only within
/// the current iteration (``rewind(toPosition:)``). Further back is the ``Timeline``'s business, which
/// puts a keyframe in and executes from there.
public final class TrainingMachine {
  public let setup: TrainingSetup
  public let arena: Arena
  /// The optimizer and learning rate in force; interventions change them.
  public internal(set) var optimizer: any Optimizer { didSet { bindUpdates() } }
  public internal(set) var learningRate: Float { didSet { clock.set(learningRate: learningRate) } }

  /// Where the run is. The compiler can see that accesses to an internal property never overlap; for
  /// public ones it would check that at every access, which took a quarter of W1's time.
  private struct Progress {
    var iteration = 0
    var position = 0
    var keepsPrevious = true
    var isLastBatch = false
  }
  private var progress = Progress()

  /// The iteration in progress or just finished.
  public var iteration: Int { progress.iteration }
  /// How many of its instructions have run.
  public internal(set) var position: Int {
    get { progress.position }
    set { progress.position = newValue }
  }

  /// Whether what the parameters were before this iteration's updates was kept.
  var keepsPrevious: Bool { progress.keepsPrevious }
  /// By which rule each parameter was last updated in steps: settings may have changed since.
  private(set) var updatesMade: [UpdateMade?] = []
  /// What a learner has changed by hand since the iteration began, in order.
  private(set) var edits: [ParameterEdit] = []

  private let fullBatch: LoadedProgram
  /// The program for the last batch of an epoch: another one if that batch is short.
  private let lastBatch: LoadedProgram
  var current: LoadedProgram { progress.isLastBatch ? lastBatch : fullBatch }
  public let instructionCount: Int
  /// Floats of the parameters, from the start of the arena.
  private let parameterCount: Int
  private let fullBatchLoss: View?
  private let lastBatchLoss: View?
  private let loader: BatchLoader
  private let clock = UpdateClock()
  public let batchesPerEpoch: Int

  public init(_ setup: TrainingSetup) throws(SetupError) {
    Kernels.useOneThread()
    self.setup = setup
    optimizer = setup.optimizer
    learningRate = setup.configuration.learningRate
    let full = try setup.program(batchSize: setup.batchSize)
    let rest = setup.data.train.count % setup.batchSize
    let short = rest == 0 ? nil : try setup.program(batchSize: rest)
    let arena = Arena(count: full.durableCount + full.transientCount + (short?.transientCount ?? 0))
    self.arena = arena
    let loader = BatchLoader(setup.data.train, setup.order)
    self.loader = loader
    batchesPerEpoch = setup.order.batchCount
    fullBatch = LoadedProgram(full, in: arena, transientStart: full.durableCount, loader: loader)
    lastBatch =
      short.map {
        LoadedProgram($0, in: arena, transientStart: full.durableCount + full.transientCount, loader: loader)
      } ?? fullBatch
    fullBatchLoss = fullBatch.lossView
    lastBatchLoss = lastBatch.lossView
    parameterCount = full.parameters.flatMap(\.states).map { full[$0].offset }.min() ?? full.durableCount
    instructionCount = full.instructions.count
    clock.set(learningRate: learningRate)
    bindUpdates()
    try writeInitialValues()
    select(iteration: 0)
  }

  public var program: Program { current.bound.program }
  public var bound: BoundProgram { current.bound }
  public var moment: Moment { Moment(iteration: iteration, position: position) }
  public var epoch: Int { iteration / batchesPerEpoch }
  /// How many updates are behind this moment.
  public var completedIterations: Int { position == instructionCount ? iteration + 1 : iteration }

  /// The samples of the current batch: indices into the training part.
  public var batchSamples: [Int32] { loader.samples }

  /// The loss that the current iteration has computed; NaN before its loss phase.
  public var loss: Float { (progress.isLastBatch ? lastBatchLoss : fullBatchLoss)?[0] ?? .nan }

  private func writeInitialValues() throws(SetupError) {
    let plans: [ParameterPlan]
    do throws(ModelError) { plans = try setup.compiler.parameterPlans() } catch { throw .model(error) }
    for plan in plans {
      guard let slot = program.slot(named: plan.name) else { continue }
      let values = setup.configuration.initialValues[plan.name] ?? plan.initialValues(seed: setup.configuration.seed)
      bound.mutableView(of: slot.id).copy(values)
    }
  }

  // MARK: Going forwards

  /// Makes an iteration the current one, with nothing of it run.
  func select(iteration: Int) {
    if !edits.isEmpty { edits.removeAll(keepingCapacity: true) }
    progress = Progress(iteration: iteration)
    clock.set(number: iteration + 1)
    loader.select(iteration: iteration)
    progress.isLastBatch = loader.isLastBatch
  }

  /// Executes the next instruction, beginning the next iteration when this one is done.
  public func step() {
    if position == instructionCount { select(iteration: iteration + 1) }
    if case .update(let parameter) = current.kinds[position] { prepareUpdate(ofParameter: parameter) }
    execute(position)
    position += 1
  }

  /// Finishes the current iteration, or runs the next one when it is finished, without keeping what
  /// the parameters were before: stepping back into it replays it from a keyframe.
  public func runIteration() {
    if progress.position == instructionCount { select(iteration: progress.iteration + 1) }
    progress.keepsPrevious = false
    // Not `current`: choosing one of two objects would count references.
    if progress.isLastBatch { finish(lastBatch.actions) } else { finish(fullBatch.actions) }
  }

  /// The same, step by step if what the parameters were before is wanted.
  @inline(__always)
  func runIteration(keepingPrevious: Bool) {
    guard keepingPrevious else { return runIteration() }
    repeat { step() } while position < instructionCount
  }

  /// Runs whole iterations and writes the loss of each. The last keeps what the parameters were before.
  func runIterations(_ count: Int, losses: MutableView) {
    for index in 0..<count {
      runIteration(keepingPrevious: index == count - 1)
      losses[index] = loss
    }
  }

  @inline(__always)
  private func finish(_ actions: ActionList) {
    actions.performAll(from: progress.position)
    progress.position = actions.count
  }

  private func execute(_ index: Int) {
    current.actions.perform(index)
  }

  /// Which update the current iteration makes.
  public var updateStep: UpdateStep { UpdateStep(number: iteration + 1, learningRate: learningRate) }

  private func bindUpdates() {
    fullBatch.bindUpdates(to: optimizer, at: clock)
    if lastBatch !== fullBatch { lastBatch.bindUpdates(to: optimizer, at: clock) }
  }

  /// Keeps what an update is about to overwrite. The first keeps all parameters, since from then on
  /// explanations read what was kept; the others keep their own again, which may have been edited.
  private func prepareUpdate(ofParameter index: Int) {
    for kept in index == 0 ? current.updates.indices : index..<index + 1 {
      for copy in current.updates[kept].previousCopies { arena.copy(copy.from, to: copy.to) }
    }
    if updatesMade.isEmpty { updatesMade = Array(repeating: nil, count: current.updates.count) }
    updatesMade[index] = UpdateMade(optimizer: optimizer, step: updateStep)
  }

  /// Writes one number of a parameter by hand.
  func edit(_ address: CellAddress, to value: Float) {
    let cells = bound.mutableView(of: address.slot)
    edits.append(ParameterEdit(address: address, before: cells[address.cell], position: position))
    cells[address.cell] = value
  }

  // MARK: Going back within the iteration

  /// Whether ``rewind(toPosition:)`` can go to a position of the current iteration.
  func canRewind(toPosition target: Int) -> Bool {
    target == position || keepsPrevious || position <= (program.lastPosition(of: .backward) ?? 0)
  }

  /// Goes back within the current iteration. Nothing is recomputed: every value but the parameters is
  /// written once in an iteration, and those were kept.
  func rewind(toPosition target: Int) {
    precondition(target <= position && canRewind(toPosition: target), "cannot rewind to position \(target)")
    for index in stride(from: position - 1, through: target, by: -1) {
      guard case .update(let parameter) = current.kinds[index] else { continue }
      for copy in current.updates[parameter].previousCopies {
        arena.copy(copy.to..<copy.to + copy.from.count, to: copy.from.lowerBound)
      }
    }
    position = target
  }

  // MARK: Keyframes

  /// Everything that carries over from one iteration to the next.
  func durableState() -> [Float] { arena.copy(0..<program.durableCount) }

  /// The parameters alone: they come first, and lie the same in every program of the model.
  func parameterNumbers() -> [Float] { arena.copy(0..<parameterCount) }

  /// Puts durable numbers in, at the start of an iteration.
  func restore(_ state: [Float], atIteration iteration: Int) {
    arena.write(state, at: 0)
    select(iteration: iteration)
  }
}
