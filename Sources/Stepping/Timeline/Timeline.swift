public import Autodiff
import Datasets
import NeuralNet
import TensorMath

/// A run with its whole past: goes to any moment, forwards or backwards, with the same bits whenever
/// it gets there.
///
/// The past is keyframes and the log of interventions; going to a moment takes the nearest keyframe
/// and executes from there. The future that has been recorded stays reachable until an intervention
/// in the past replaces it.
public final class Timeline {
  public let machine: TrainingMachine
  public let predictor: Predictor
  public private(set) var now = Moment.start
  /// The latest moment that has been reached on this line.
  public private(set) var end = Moment.start
  public private(set) var interventions: [Intervention] = []
  public private(set) var losses = LossHistory()
  public private(set) var evaluations: EvaluationHistory
  public private(set) var observations: [Observation] = []
  /// What the observers have seen.
  private(set) var observers = ObserverState()
  /// For questions that need more than looking.
  let probe = Probe()
  private var keyframes: Keyframes
  /// Whether the cause of a number that is none is being looked for.
  private var isTracing = false
  /// Losses of the block of iterations that is running, in a place of their own.
  private let blockArena = Arena(count: Timeline.blockLength)
  /// Interventions already applied on the way to `now`.
  private var applied = 0

  /// Memory for keyframes when nothing else is said: 64 MiB.
  public static let defaultKeyframeBudget = 64 << 20

  public init(_ setup: TrainingSetup, keyframeBudget: Int = Timeline.defaultKeyframeBudget) throws(SetupError) {
    machine = try TrainingMachine(setup)
    predictor = try Predictor(setup)
    keyframes = Keyframes(budgetBytes: keyframeBudget, spacing: Keyframes.spacing(for: machine.program))
    evaluations = EvaluationHistory(
      EvaluationSchedule(
        machine.program, batchSize: setup.batchSize, batchesPerEpoch: machine.batchesPerEpoch,
        sampleCount: setup.data.train.count + setup.data.test.count))
    keyframes.append(Keyframes.Keyframe(iteration: 0, state: machine.durableState()))
    evaluate(after: 0)
  }

  public var setup: TrainingSetup { machine.setup }
  public var program: Program { machine.program }
  public var completedIterations: Int { machine.completedIterations }
  public var keyframeBytes: Int { keyframes.bytes }
  public var keyframeCount: Int { keyframes.frames.count }

  // MARK: Going to a moment

  /// Goes to a moment in the past or the future. The future is executed as it was recorded, and
  /// beyond the record as the network goes on by itself.
  public func go(to target: Moment) {
    let count = machine.instructionCount
    precondition(
      target == .start || (1...count).contains(target.position), "position \(target.position) of \(count)")
    if target.iteration == machine.iteration, target.position <= machine.position,
      machine.canRewind(toPosition: target.position), !crossesIntervention(from: target, to: machine.moment)
    {
      machine.rewind(toPosition: target.position)
    } else {
      if target < Moment(iteration: machine.iteration, position: machine.position) { restore(for: target) }
      advance(to: target)
    }
    now = target
    end = max(end, Moment(iteration: target.iteration, position: target.position))
  }

  private func crossesIntervention(from: Moment, to: Moment) -> Bool {
    interventions.contains { $0.moment >= from && $0.moment < to || $0.moment == to }
  }

  /// Puts the nearest keyframe in.
  private func restore(for target: Moment) {
    guard let frame = keyframes.nearest(atOrBefore: target.iteration) else { return }
    machine.restore(frame.state, atIteration: frame.iteration)
    machine.optimizer = setup.optimizer
    machine.learningRate = setup.configuration.learningRate
    applied = 0
    // A keyframe holds parameters as they were on arrival: changes of settings before it still
    // hold, changes of parameters before it are in it already.
    let start = Moment(iteration: frame.iteration, position: 0)
    while applied < interventions.count, interventions[applied].moment < start {
      apply(interventions[applied], parametersToo: false)
      applied += 1
    }
  }

  /// Executes up to a moment that is not in the past.
  private func advance(to target: Moment) {
    applyDueInterventions()
    let count = machine.instructionCount
    // Whole iterations at full speed, as long as no intervention is in the way.
    while machine.iteration < target.iteration {
      if let next = nextIntervention, next.iteration <= machine.iteration + 1 {
        stepOnce()
        continue
      }
      if machine.position == count, machine.iteration == target.iteration - 1 { break }
      runOneIteration()
      if !machine.loss.isFinite, !hasSeenNonFinite { findCause() }
    }
    // The last one step by step, keeping what updates overwrite.
    while machine.iteration < target.iteration || machine.position < target.position { stepOnce() }
  }

  private var nextIntervention: Moment? { applied < interventions.count ? interventions[applied].moment : nil }

  private func stepOnce() {
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    machine.step()
    noteWhatHappened()
    if machine.position == machine.instructionCount { recordIteration() }
    applyDueInterventions()
  }

  @inline(__always)
  private func runOneIteration() {
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    // Where observers will look, with what the update overwrites.
    machine.runIteration(keepingPrevious: evaluations.isDue(after: machine.completedIterations + 1))
    recordIteration()
  }

  /// Takes a keyframe if one is due.
  @inline(__always)
  private func arriveAtNextIteration() {
    let next = machine.iteration + 1
    if next >= keyframes.lastIteration + keyframes.spacing {
      keyframes.append(Keyframes.Keyframe(iteration: next, state: machine.durableState()))
    }
  }

  @inline(__always)
  private func recordIteration() {
    let completed = machine.iteration + 1
    if completed > losses.count { losses.append(machine.loss) }
    if evaluations.isDue(after: completed) { evaluate(after: completed) }
  }

  private func evaluate(after completed: Int) {
    predictor.adopt(machine)
    var units = UnitActivities()
    guard let point = predictor.evaluation(completedIterations: completed, eachChunk: { units.add($0) }) else { return }
    evaluations.append(point)
    observations += observers.look(at: machine, trainLoss: point.train.loss, units)
  }

  // MARK: Running

  /// Runs whole iterations at full speed, the last one in steps so that it can be looked into. Stops
  /// at the end of an iteration whose loss is not a number, having noted what caused it.
  ///
  /// - Returns: how many iterations were finished.
  @discardableResult
  public func run(iterations: Int) -> Int {
    guard iterations > 0 else { return 0 }
    let first = machine.completedIterations
    let target = Moment(iteration: first + iterations - 1, position: machine.instructionCount)
    while machine.completedIterations < first + iterations - 1 {
      if let next = nextIntervention, next.iteration <= machine.iteration + 1 {
        go(to: Moment(iteration: machine.completedIterations, position: machine.instructionCount))
      } else if machine.position == 0 || machine.position == machine.instructionCount {
        runBlock(atMost: first + iterations - 1 - machine.completedIterations)
      } else {
        runOneIteration()
      }
      if !machine.loss.isFinite, !hasSeenNonFinite {
        findCause()
        return machine.completedIterations - first
      }
    }
    go(to: target)
    return machine.completedIterations - first
  }

  /// Iterations that run between two looks at the record. More would cost a number that is none more
  /// work to go back to; with fewer, record keeping would cost a single neuron a fifth of its speed.
  private static let blockLength = 256

  /// Runs iterations up to where something is due: a keyframe, an evaluation, an intervention. What
  /// is recorded is the same as after one iteration at a time. If a loss is not a number, the machine
  /// stands at the end of the first such iteration afterwards.
  private func runBlock(atMost limit: Int) {
    let start = machine.completedIterations
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    var count = min(limit, Self.blockLength)
    count = min(count, keyframes.lastIteration + keyframes.spacing - start)
    count = min(count, evaluations.iterationsUntilDue(after: start))
    if let next = nextIntervention { count = min(count, next.iteration - start) }
    count = max(count, 1)
    let block = blockArena.mutableView(at: 0, shape: [count])
    machine.runIterations(count, losses: block)
    // A sum of numbers that are none is none; where it has merely grown too large, nothing is found.
    if !Kernels.sum(block.readable).isFinite, !hasSeenNonFinite,
      let bad = (0..<count - 1).first(where: { !block[$0].isFinite })
    {
      goBack(toEndOf: start + bad)
    } else {
      record(block.readable, from: start)
    }
  }

  /// Puts the machine at the end of an iteration that it has run past, recording as it gets there.
  private func goBack(toEndOf iteration: Int) {
    restore(for: Moment(iteration: iteration, position: 1))
    applyDueInterventions()
    if machine.iteration < iteration {
      advance(to: Moment(iteration: iteration - 1, position: machine.instructionCount))
    }
    runOneIteration()
  }

  private func record(_ block: View, from start: Int) {
    losses.append(contentsOf: block, from: max(losses.count - start, 0))
    let completed = start + block.count
    if evaluations.isDue(after: completed) { evaluate(after: completed) }
  }

  private var hasSeenNonFinite: Bool { observations.contains { $0.kind == .notFinite } }

  /// Goes step by step to the end of the iteration that has gone wrong, noting the instruction that
  /// first computed something that is not a number. That may have been an earlier iteration's update,
  /// so it begins at the latest keyframe with nothing but numbers in it.
  private func findCause() {
    let (iteration, position) = (machine.iteration, machine.position)
    var first = Moment(iteration: iteration, position: 1)
    while let frame = keyframes.nearest(atOrBefore: first.iteration), frame.iteration > 0,
      !frame.state.allSatisfy(\.isFinite)
    {
      first = Moment(iteration: frame.iteration - 1, position: 1)
    }
    restore(for: first)
    isTracing = true
    defer { isTracing = false }
    applyDueInterventions()
    while machine.iteration < iteration || machine.position < position { stepOnce() }
    now = machine.moment
    end = max(end, now)
  }

  /// Looks at what the last instruction wrote, and for the cause when it read no better.
  private func noteWhatHappened() {
    guard !hasSeenNonFinite, let observation = Observation.lookForNonFinite(in: machine) else { return }
    if isTracing || observation.readsOnlyNumbers { observations.append(observation) } else { findCause() }
  }

  // MARK: Interventions

  /// Changes something now. A future that was recorded is forgotten.
  ///
  /// - Returns: false, with nothing done, when the change does not fit this run: a cell that is no
  ///   parameter's, an optimizer that does not exist or keeps other states than the one in use.
  @discardableResult
  public func intervene(_ change: Intervention.Change) -> Bool {
    guard fits(change) else { return false }
    let moment = Moment(iteration: now.iteration, position: now.position)
    if now.progress != nil { go(to: moment) }
    interventions.removeLast(interventions.count - applied)
    forgetFuture()
    let intervention = Intervention(at: moment, change)
    interventions.append(intervention)
    apply(intervention, parametersToo: true)
    applied = interventions.count
    return true
  }

  private func fits(_ change: Intervention.Change) -> Bool {
    switch change {
    case .learningRate: return true
    case .optimizerConstants(let description):
      let optimizer = try? OptimizerCatalog.optimizer(description)
      return optimizer?.stateNames == machine.optimizer.stateNames
    case .parameter(let address, _):
      guard program.slots.indices.contains(address.slot.index) else { return false }
      let slot = program[address.slot]
      return slot.role == .parameter && (0..<slot.shape.count).contains(address.cell)
    }
  }

  private func forgetFuture() {
    keyframes.removeAll(after: machine.iteration)
    losses.truncate(to: machine.completedIterations)
    evaluations.truncate(to: machine.completedIterations)
    observers.truncate(to: machine.completedIterations)
    observations.removeAll { !$0.isKnown(to: machine) }
    end = machine.moment
  }

  private func applyDueInterventions() {
    while let next = nextIntervention, next <= machine.moment {
      apply(interventions[applied], parametersToo: true)
      applied += 1
    }
  }

  private func apply(_ intervention: Intervention, parametersToo: Bool) {
    switch intervention.change {
    case .learningRate(let rate): machine.learningRate = rate
    case .optimizerConstants(let description):
      if let optimizer = try? OptimizerCatalog.optimizer(description) { machine.optimizer = optimizer }
    case .parameter(let address, let value):
      if parametersToo { machine.edit(address, to: value) }
    }
  }

  // MARK: Term by term

  /// Shows only a part of what the last instruction computed.
  func show(_ progress: TermProgress?) {
    now = Moment(iteration: now.iteration, position: now.position, progress: progress)
  }
}
