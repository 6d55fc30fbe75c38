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
  /// What iterations, epochs and updates are counted from.
  public let origin: StageOrigin
  public let arena: Arena
  /// The optimizer in force and the learning rate before its schedule; interventions change them.
  public internal(set) var optimizer: any Optimizer { didSet { bindUpdates() } }
  public internal(set) var learningRate: Float { didSet { setRateInForce() } }
  /// What becomes of the learning rate from iteration to iteration.
  public internal(set) var schedule: WarmedSchedule {
    didSet {
      isScheduled = !schedule.isConstant
      setRateInForce()
    }
  }
  /// Kept apart: asking the schedule in every iteration would cost a single neuron as much as its update.
  private var isScheduled: Bool

  /// Where the run is. The compiler can see that accesses to an internal property never overlap; for
  /// public ones it would check that at every access, which took a quarter of W1's time.
  private struct Progress {
    var iteration = 0
    var position = 0
    var keepsPrevious = true
    var isLastBatch = false
    var hasEdits = false
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
  /// Floats of the parameters, from the start of the arena, and of these and the running statistics.
  private let parameterCount: Int
  private let predictingCount: Int
  private let fullBatchLoss: View?
  private let lastBatchLoss: View?
  private let loader: BatchLoader
  /// The first numbers of each parameter; everything else durable begins with 0.
  private let initialValues: [(SlotID, [Float])]
  private let clock = UpdateClock()
  public let batchesPerEpoch: Int

  /// - Parameter origin: where in a run it begins; at the start, when nothing is said.
  public init(_ setup: TrainingSetup, origin: StageOrigin = .start) throws(SetupError) {
    Kernels.useOneThread()
    self.setup = setup
    self.origin = origin
    optimizer = setup.optimizer
    learningRate = setup.configuration.learningRate
    schedule = setup.schedule
    isScheduled = !setup.schedule.isConstant
    let full = try setup.program(batchSize: setup.batchSize)
    let rest = setup.data.train.count % setup.batchSize
    let short = rest == 0 ? nil : try setup.program(batchSize: rest)
    let arena = Arena(count: full.durableCount + full.transientCount + (short?.transientCount ?? 0))
    self.arena = arena
    let loader = BatchLoader(setup.data.train, setup.order, origin: origin)
    self.loader = loader
    batchesPerEpoch = setup.order.batchCount
    let seed = setup.configuration.seed
    fullBatch = LoadedProgram(full, in: arena, transientStart: full.durableCount, loader: loader, seed: seed)
    lastBatch =
      short.map {
        LoadedProgram(
          $0, in: arena, transientStart: full.durableCount + full.transientCount, loader: loader, seed: seed)
      } ?? fullBatch
    fullBatchLoss = fullBatch.lossView
    lastBatchLoss = lastBatch.lossView
    predictingCount = full.parameters.flatMap(\.states).map { full[$0].offset }.min() ?? full.durableCount
    parameterCount = full.statistics.map { full[$0.slot].offset }.min() ?? predictingCount
    instructionCount = full.instructions.count
    initialValues = try Self.initialValues(setup, full)
    clock.set(learningRate: learningRate)
    bindUpdates()
    begin()
  }

  /// Puts the first numbers in, with nothing run.
  func begin() {
    arena.mutableView(at: 0, shape: [program.durableCount]).fill(0)
    for statistic in fullBatch.bound.program.statistics {
      fullBatch.bound.mutableView(of: statistic.slot).fill(statistic.initialValue)
    }
    for (slot, values) in initialValues { fullBatch.bound.mutableView(of: slot).copy(values) }
    select(iteration: origin.iteration)
  }

  /// The program of a full batch.
  var fullBatchProgram: Program { fullBatch.bound.program }

  public var program: Program { current.bound.program }
  public var bound: BoundProgram { current.bound }
  var unrolledLayers: [String: UnrolledLayer] { current.unrolledLayers }
  public var moment: Moment { Moment(stage: origin.stage, iteration: iteration, position: position) }
  /// Epochs are counted from 0 since the run began.
  public var epoch: Int { epoch(ofIteration: iteration) }

  /// The epoch that an iteration of this stage belongs to.
  func epoch(ofIteration iteration: Int) -> Int { origin.epoch + (iteration - origin.firstBatch) / batchesPerEpoch }
  /// How many updates are behind this moment.
  public var completedIterations: Int { position == instructionCount ? iteration + 1 : iteration }

  /// The samples of the current batch: indices into the training part.
  public var batchSamples: [Int32] { loader.samples }

  /// The loss that the current iteration has computed; NaN before its loss phase.
  public var loss: Float { (progress.isLastBatch ? lastBatchLoss : fullBatchLoss)?[0] ?? .nan }

  private static func initialValues(_ setup: TrainingSetup, _ program: Program) throws(SetupError)
    -> [(SlotID, [Float])]
  {
    let plans: [ParameterPlan]
    do throws(ModelError) { plans = try setup.compiler.parameterPlans() } catch { throw .model(error) }
    return plans.compactMap { plan in
      guard let slot = program.slot(named: plan.name) else { return nil }
      let prescribed = setup.configuration.initialValues[plan.name]
      return (slot.id, prescribed ?? plan.initialValues(seed: setup.configuration.seed))
    }
  }

  // MARK: Going forwards

  /// Makes an iteration the current one, with nothing of it run.
  func select(iteration: Int) {
    if progress.hasEdits { edits.removeAll(keepingCapacity: true) }
    progress = Progress(iteration: iteration)
    clock.set(number: iteration + 1 - origin.firstUpdate)
    if isScheduled { setRateInForce() }
    loader.select(iteration: iteration)
    progress.isLastBatch = loader.isLastBatch
  }

  /// Executes the next instruction, beginning the next iteration when this one is done.
  public func step() {
    if position == instructionCount { select(iteration: iteration + 1) }
    switch current.kinds[position] {
    case .update(let parameter): prepareUpdate(ofParameter: parameter)
    case .follow(let statistic): keep(current.statisticCopies[statistic])
    default: break
    }
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
  public var updateStep: UpdateStep {
    UpdateStep(number: iteration + 1 - origin.firstUpdate, learningRate: learningRateInForce)
  }

  /// The learning rate with which the current iteration updates: the one chosen, times the schedule's factor.
  public var learningRateInForce: Float { schedule.rate(learningRate, iteration: progress.iteration) }

  private func setRateInForce() { clock.set(learningRate: learningRateInForce) }

  private func bindUpdates() {
    fullBatch.bindUpdates(to: optimizer, at: clock)
    if lastBatch !== fullBatch { lastBatch.bindUpdates(to: optimizer, at: clock) }
  }

  /// Keeps what an update is about to overwrite. The first keeps all parameters, since from then on
  /// explanations read what was kept; the others keep their own again, which may have been edited.
  private func prepareUpdate(ofParameter index: Int) {
    for kept in index == 0 ? current.updates.indices : index..<index + 1 {
      for copy in current.updates[kept].previousCopies { keep(copy) }
    }
    if updatesMade.isEmpty { updatesMade = Array(repeating: nil, count: current.updates.count) }
    updatesMade[index] = UpdateMade(optimizer: optimizer, step: updateStep)
  }

  private func keep(_ copy: LoadedProgram.PreviousCopy) { arena.copy(copy.from, to: copy.to) }

  private func putBack(_ copy: LoadedProgram.PreviousCopy) {
    arena.copy(copy.to..<copy.to + copy.from.count, to: copy.from.lowerBound)
  }

  /// Writes one number of a parameter by hand.
  func edit(_ address: CellAddress, to value: Float) {
    let cells = bound.mutableView(of: address.slot)
    progress.hasEdits = true
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
      switch current.kinds[index] {
      case .update(let parameter): for copy in current.updates[parameter].previousCopies { putBack(copy) }
      case .follow(let statistic): putBack(current.statisticCopies[statistic])
      default: break
      }
    }
    position = target
  }

  // MARK: Keyframes

  /// Everything that carries over from one iteration to the next.
  func durableState() -> [Float] { arena.copy(0..<program.durableCount) }

  /// The parameters alone: they come first, and lie the same in every program of the model.
  func parameterNumbers() -> [Float] { arena.copy(0..<parameterCount) }

  /// What a prediction needs: the parameters and the running statistics, which lie the same in every program too.
  func predictingNumbers() -> [Float] { arena.copy(0..<predictingCount) }

  /// Puts durable numbers in, at the start of an iteration.
  func restore(_ state: [Float], atIteration iteration: Int) {
    arena.write(state, at: 0)
    select(iteration: iteration)
  }
}
