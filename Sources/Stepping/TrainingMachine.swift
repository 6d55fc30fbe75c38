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
  public internal(set) var optimizer: any Optimizer
  public internal(set) var learningRate: Float

  /// The iteration in progress or just finished.
  public private(set) var iteration = 0
  /// How many of its instructions have run.
  public internal(set) var position = 0
  /// Whether the previous values of the parameters updated in this iteration were kept.
  private(set) var keepsPrevious = true
  /// By which rule each parameter was last updated in steps: settings may have changed since.
  private(set) var updatesMade: [UpdateMade?] = []
  /// What a learner has changed by hand since the iteration began, in order.
  private(set) var edits: [ParameterEdit] = []

  /// The program for full batches, and the one for a short last batch.
  private let fullBatch: LoadedProgram
  private let shortBatch: LoadedProgram?
  var current: LoadedProgram
  let features: [Float]
  let targets: [Float]
  private var orderOfEpoch: [Int32] = []
  private var orderEpoch = -1
  /// The only batch of an unshuffled epoch stays where it is.
  private var hasFixedBatch = false

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
    fullBatch = LoadedProgram(full, in: arena, transientStart: full.durableCount)
    shortBatch = short.map {
      LoadedProgram($0, in: arena, transientStart: full.durableCount + full.transientCount)
    }
    current = fullBatch
    features = setup.data.train.inputs.values
    targets = setup.data.train.targets.values
    try writeInitialValues()
    select(iteration: 0)
  }

  public var program: Program { current.bound.program }
  public var bound: BoundProgram { current.bound }
  public var instructionCount: Int { program.instructions.count }
  public var moment: Moment { Moment(iteration: iteration, position: position) }
  public var batchesPerEpoch: Int { setup.order.batchCount }
  public var epoch: Int { iteration / batchesPerEpoch }
  /// How many updates are behind this moment.
  public var completedIterations: Int { position == instructionCount ? iteration + 1 : iteration }

  /// The samples of the current batch: indices into the training part.
  public var batchSamples: ArraySlice<Int32> {
    orderOfEpoch[setup.order.range(ofBatch: iteration % batchesPerEpoch)]
  }

  /// The loss that the current iteration has computed; NaN before its loss phase.
  public var loss: Float { current.lossView?[0] ?? .nan }

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
    self.iteration = iteration
    position = 0
    keepsPrevious = true
    edits.removeAll(keepingCapacity: true)
    let (epoch, batch) = setup.order.position(ofIteration: iteration)
    if epoch != orderEpoch {
      if orderEpoch < 0 || setup.order.shuffles { orderOfEpoch = setup.order.order(epoch: epoch).map(Int32.init) }
      orderEpoch = epoch
    }
    if let shortBatch { current = batch == batchesPerEpoch - 1 ? shortBatch : fullBatch }
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
  @inline(__always)
  public func runIteration() {
    if position == instructionCount { select(iteration: iteration + 1) }
    let count = current.kinds.count
    if position < count { keepsPrevious = false }
    while position < count {
      execute(position)
      position += 1
    }
  }

  @inline(__always)
  private func execute(_ index: Int) {
    switch current.kinds[index] {
    case .load: load()
    case .update(let parameter): update(parameter)
    default: current.bound.execute(index)
    }
  }

  private func load() {
    if hasFixedBatch { return }
    let rows = batchSamples
    Kernels.gatherRows(features, rowLength: current.featureCount, rows: rows, into: current.featuresView)
    Kernels.gatherRows(targets, rowLength: current.targetCount, rows: rows, into: current.targetsView)
    hasFixedBatch = !setup.order.shuffles && batchesPerEpoch == 1
  }

  /// Which update the current iteration makes.
  public var updateStep: UpdateStep { UpdateStep(number: iteration + 1, learningRate: learningRate) }

  private func update(_ index: Int) {
    let binding = current.updates[index]
    optimizer.update(binding.parameter, gradient: binding.gradient, states: binding.states, at: updateStep)
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

  /// Puts durable numbers in, at the start of an iteration.
  func restore(_ state: [Float], atIteration iteration: Int) {
    arena.write(state, at: 0)
    select(iteration: iteration)
  }
}
