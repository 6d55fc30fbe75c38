public import Autodiff
import NeuralNet
import TensorMath

/// A run with its whole past: goes to any moment, forwards or backwards, with the same bits whenever
/// it gets there.
///
/// The past is a line of segments (``Segment``), each with its keyframes; going to a moment takes the
/// nearest keyframe and executes from there, making the recorded changes on the way. A change in the
/// past begins a segment beside the future that was recorded, which stays.
public final class Timeline {
  private var engine: Engine
  public internal(set) var now = Moment.start
  /// The segments of the line, from where the run begins.
  private var path: [Segment]
  /// Which of them the machine is in.
  private(set) var active = 0
  let memory: KeyframeMemory
  private let engines: EngineStore
  /// For questions that need more than looking.
  let probe = Probe()
  /// Whether the cause of a number that is none is being looked for.
  private var isTracing = false
  /// Losses of the block of iterations that is running, in a place of their own.
  private let blockArena = Arena(count: Timeline.blockLength)

  /// Memory for keyframes when nothing else is said: 64 MiB.
  public static let defaultKeyframeBudget = 64 << 20

  public init(_ setup: TrainingSetup, keyframeBudget: Int = Timeline.defaultKeyframeBudget) throws(SetupError) {
    engine = try Engine(setup, origin: .start)
    engines = EngineStore()
    memory = KeyframeMemory(budgetBytes: keyframeBudget)
    path = [Segment(engine.stage, after: nil)]
    memory.register(path[0])
    beginStage(path[0])
  }

  /// Another line of the same history, with a machine of its own, standing at the line's beginning.
  init(along path: [Segment], of other: Timeline) {
    precondition(!path.isEmpty, "a line has a segment")
    engines = EngineStore()
    engine = engines.engine(of: path[0].stage)
    memory = other.memory
    self.path = path
    restore(for: path[0].start)
    now = path[0].start
  }

  public var machine: TrainingMachine { engine.machine }
  public var predictor: Predictor { engine.predictor }
  public var setup: TrainingSetup { machine.setup }
  public var program: Program { machine.program }
  public var completedIterations: Int { machine.completedIterations }
  public var keyframeBytes: Int { memory.bytes }
  public var keyframeCount: Int { path.reduce(0) { $0 + $1.keyframes.frames.count } }
  /// The latest moment that has been reached on this line.
  public var end: Moment { lastSegment.end }
  /// The segments of this line, first to last.
  var line: [Segment] { path }
  var lastSegment: Segment { path[path.count - 1] }
  fileprivate var activeSegment: Segment { path[active] }
  /// The segment that comes next on this line.
  private var nextSegment: Segment? { active + 1 < path.count ? path[active + 1] : nil }

  /// Takes what a stage begins with: a keyframe and an evaluation.
  private func beginStage(_ segment: Segment) {
    appendKeyframe(at: segment.stage.origin.iteration)
    evaluate(after: segment.stage.origin.iteration)
  }

  // MARK: Going to a moment

  /// Goes to a moment of this line. The future is executed as it was recorded, and beyond the record as
  /// the network goes on by itself.
  public func go(to target: Moment) {
    let target = onThisLine(target)
    let place = target.withoutProgress
    if place.stage == machine.origin.stage, place.iteration == machine.iteration, place.position <= machine.position,
      machine.canRewind(toPosition: place.position),
      place == machine.moment || active == 0 || place > activeSegment.start
    {
      machine.rewind(toPosition: place.position)
    } else {
      if place < machine.moment || isKeyframeAhead(upTo: place) { restore(for: place) }
      advance(to: place)
    }
    arrive(at: target)
  }

  /// Begins another line that shares nothing with this one, at its start.
  func beginAgain(_ setup: TrainingSetup) throws(SetupError) {
    let made = try Engine(setup, origin: .start)
    engines.keep(engine)
    engine = made
    path = [Segment(made.stage, after: nil)]
    active = 0
    memory.register(path[0])
    beginStage(path[0])
    now = .start
  }

  /// Takes up another line of the history, at one of its moments.
  func follow(_ path: [Segment], to moment: Moment) {
    self.path = path
    let target = onThisLine(moment)
    restore(for: target.withoutProgress)
    advance(to: target.withoutProgress)
    arrive(at: target)
  }

  private func arrive(at moment: Moment) {
    now = moment
    activeSegment.end = max(activeSegment.end, moment.withoutProgress)
  }

  /// The moment itself, or where the line goes on if it lies behind a change that this line has made.
  private func onThisLine(_ target: Moment) -> Moment {
    let segment = path.last { $0.stage.origin.stage <= target.stage } ?? path[0]
    let stage = segment.stage
    if target.stage > stage.origin.stage { return end }
    if target.withoutProgress == stage.origin.moment { return stage.origin.moment }
    precondition(
      (1...stage.instructionCount).contains(target.position) && target.iteration >= stage.origin.iteration,
      "iteration \(target.iteration), position \(target.position) of \(stage.instructionCount)")
    if let next = path.first(where: { $0.beginsStage && $0.stage.origin.stage > target.stage }), target > next.fork {
      return next.start
    }
    return target
  }

  /// Whether a keyframe lies between the machine and a moment ahead, so that the way there is shorter from it.
  private func isKeyframeAhead(upTo target: Moment) -> Bool {
    let (index, frame) = nearestKeyframe(atOrBefore: target)
    return (path[index].stage.origin.stage, frame.iteration) > (machine.origin.stage, machine.iteration)
  }

  /// Puts the nearest keyframe in.
  private func restore(for target: Moment) {
    let (index, frame) = nearestKeyframe(atOrBefore: target)
    use(path[index].stage)
    machine.restore(frame.state, atIteration: frame.iteration)
    machine.optimizer = setup.optimizer
    machine.learningRate = setup.configuration.learningRate
    // A keyframe holds parameters as they were on arrival: changes of settings before it still
    // hold, changes of parameters before it are in it already.
    for segment in path[0...index] where segment.stage === path[index].stage {
      if let change = segment.change { apply(change, parametersToo: false) }
    }
    active = index
  }

  /// The latest keyframe of this line that lies at or before a moment, and its segment's place.
  private func nearestKeyframe(atOrBefore target: Moment) -> (index: Int, frame: Keyframes.Keyframe) {
    var index = path.lastIndex { $0.start <= target } ?? 0
    var latest = target.iteration
    while true {
      if let frame = path[index].keyframes.nearest(atOrBefore: latest) { return (index, frame) }
      precondition(index > 0, "the start of a run is always kept")
      latest = path[index].fork.iteration
      index -= 1
    }
  }

  private func use(_ stage: Stage) {
    guard engine.stage !== stage else { return }
    engines.keep(engine)
    engine = engines.engine(of: stage)
  }

  /// Executes up to a moment that is not in the past.
  private func advance(to target: Moment, byStepping: Bool = false) {
    enterDueSegments(upTo: target)
    while machine.origin.stage < target.stage, let next = path.first(where: { $0.start.stage > machine.origin.stage }) {
      advanceWithinStage(to: next.fork, byStepping)
      enter(next)
      enterDueSegments(upTo: target)
    }
    advanceWithinStage(to: target, byStepping)
  }

  private func advanceWithinStage(to target: Moment, _ byStepping: Bool) {
    let count = machine.instructionCount
    // Whole iterations at full speed, as long as no change is in the way.
    while machine.iteration < target.iteration, !byStepping {
      if let next = nextSegment?.fork, next.iteration <= machine.iteration + 1 {
        stepOnce(upTo: target)
        continue
      }
      if machine.position == count, machine.iteration == target.iteration - 1 { break }
      runOneIteration()
      if !machine.loss.isFinite, !hasSeenNonFinite { findCause() }
    }
    // The last one step by step, keeping what updates overwrite.
    while machine.moment < target.withoutProgress { stepOnce(upTo: target) }
  }

  private func stepOnce(upTo target: Moment) {
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    machine.step()
    noteWhatHappened()
    if machine.position == machine.instructionCount { recordIteration() }
    enterDueSegments(upTo: target)
  }

  @inline(__always)
  private func runOneIteration() {
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    // Where observers will look, with what the update overwrites.
    machine.runIteration(keepingPrevious: activeSegment.evaluations.isDue(after: machine.completedIterations + 1))
    recordIteration()
  }

  /// Takes a keyframe if one is due.
  @inline(__always)
  private func arriveAtNextIteration() {
    let next = machine.iteration + 1
    let segment = activeSegment
    if next >= segment.keyframes.lastIteration + segment.keyframes.spacing { appendKeyframe(at: next) }
  }

  private func appendKeyframe(at iteration: Int) {
    activeSegment.keyframes.append(Keyframes.Keyframe(iteration: iteration, state: machine.durableState()))
    memory.makeRoom(keeping: path)
  }

  @inline(__always)
  private func recordIteration() {
    let completed = machine.iteration + 1
    let segment = activeSegment
    if completed > segment.firstLoss + segment.losses.count { segment.losses.append(machine.loss) }
    if segment.evaluations.isDue(after: completed) { evaluate(after: completed) }
  }

  private func evaluate(after completed: Int) {
    predictor.adopt(machine)
    var units = UnitActivities()
    guard let point = predictor.evaluation(completedIterations: completed, eachChunk: { units.add($0) }) else { return }
    let segment = activeSegment
    segment.evaluations.append(point)
    segment.observations += segment.observers.look(at: machine, trainLoss: point.train.loss, units)
  }

  /// Forgets what a search has run past now: nobody has seen it, and it can be computed again.
  ///
  /// - Parameter known: the end of what was recorded before, which stays.
  func forgetFuture(after known: Moment) {
    guard activeSegment === lastSegment else { return }
    activeSegment.forget(after: max(machine.moment, known))
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
    while machine.completedIterations < first + iterations - 1 {
      if let next = nextSegment?.fork, next.iteration <= machine.iteration + 1 {
        go(to: self.next(.iteration, after: machine.moment))
      } else if machine.position == 0 || machine.position == machine.instructionCount {
        runBlock(atMost: first + iterations - 1 - machine.completedIterations)
      } else {
        runOneIteration()
      }
      if !machine.loss.isFinite, machine.position == machine.instructionCount, !hasSeenNonFinite {
        findCause()
        return machine.completedIterations - first
      }
    }
    while machine.completedIterations < first + iterations { go(to: next(.iteration, after: machine.moment)) }
    return machine.completedIterations - first
  }

  /// Iterations that run between two looks at the record. More would cost a number that is none more
  /// work to go back to; with fewer, record keeping would cost a single neuron a fifth of its speed.
  private static let blockLength = 256

  /// Runs iterations up to where something is due: a keyframe, an evaluation, a change. What
  /// is recorded is the same as after one iteration at a time. If a loss is not a number, the machine
  /// stands at the end of the first such iteration afterwards.
  private func runBlock(atMost limit: Int) {
    let segment = activeSegment
    let start = machine.completedIterations
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    var count = min(limit, Self.blockLength)
    count = min(count, segment.keyframes.lastIteration + segment.keyframes.spacing - start)
    count = min(count, segment.evaluations.iterationsUntilDue(after: start))
    if let next = nextSegment?.fork { count = min(count, next.iteration - start) }
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
    segment.end = max(segment.end, machine.moment)
  }

  /// Puts the machine at the end of an iteration that it has run past, recording as it gets there.
  private func goBack(toEndOf iteration: Int) {
    let stage = machine.origin
    let target = Moment(stage: stage.stage, iteration: iteration, position: machine.instructionCount)
    restore(for: target)
    if iteration > stage.iteration {
      advance(to: Moment(stage: stage.stage, iteration: iteration - 1, position: machine.instructionCount))
    } else {
      advance(to: stage.moment)
    }
    runOneIteration()
  }

  private func record(_ block: View, from start: Int) {
    let segment = activeSegment
    segment.losses.append(contentsOf: block, from: max(segment.firstLoss + segment.losses.count - start, 0))
    let completed = start + block.count
    if segment.evaluations.isDue(after: completed) { evaluate(after: completed) }
  }

  // MARK: Numbers that are none

  private var hasSeenNonFinite: Bool {
    for (index, segment) in path.enumerated() where !segment.observations.isEmpty {
      let next = index + 1 < path.count ? path[index + 1].fork : nil
      if segment.observations.contains(where: { $0.kind == .notFinite && $0.moment <= next ?? $0.moment }) {
        return true
      }
    }
    return false
  }

  /// What has happened on this line.
  public var observations: [Observation] {
    path.indices.flatMap { index in
      guard index + 1 < path.count else { return path[index].observations }
      let next = path[index + 1]
      return path[index].observations.filter { $0.moment <= next.fork && $0.seenAfter <= next.firstLoss }
    }
  }

  /// Goes step by step to the end of the iteration that has gone wrong, noting the instruction that
  /// first computed something that is not a number. That may have been an earlier iteration's update,
  /// so it begins at the latest keyframe with nothing but numbers in it.
  private func findCause() {
    let target = machine.moment
    var first = Moment(stage: target.stage, iteration: target.iteration, position: 1)
    while true {
      let (index, frame) = nearestKeyframe(atOrBefore: first)
      if frame.state.allSatisfy(\.isFinite) { break }
      if frame.iteration > path[index].stage.origin.iteration {
        first = Moment(stage: path[index].stage.origin.stage, iteration: frame.iteration - 1, position: 1)
      } else if let stageStart = path.firstIndex(where: { $0.stage === path[index].stage }), stageStart > 0 {
        first = path[stageStart].fork
      } else {
        break
      }
    }
    restore(for: first)
    isTracing = true
    defer { isTracing = false }
    advance(to: target, byStepping: true)
    arrive(at: target)
  }

  /// Looks at what the last instruction wrote, and for the cause when it read no better.
  private func noteWhatHappened() {
    guard !hasSeenNonFinite, let observation = Observation.lookForNonFinite(in: machine) else { return }
    if isTracing || observation.readsOnlyNumbers { activeSegment.observations.append(observation) } else { findCause() }
  }

  // MARK: Changes

  /// The changes of this line, in order.
  public var interventions: [Intervention] {
    path.compactMap { segment in
      guard let change = segment.change, let parent = segment.parent else { return nil }
      return Intervention(moment: segment.fork, change: change, label: change.label(in: parent.stage.program))
    }
  }

  /// Changes something now. A future that was recorded is no longer on this line; who keeps its
  /// segments (``TrainerSession`` does) can come back to it.
  ///
  /// - Returns: false, with nothing done, when the change does not fit this run: a cell that is no
  ///   parameter's, an optimizer that does not exist or keeps other states than the one in use.
  @discardableResult
  public func intervene(_ change: Intervention.Change) -> Bool {
    guard fits(change) else { return false }
    if now.progress != nil { go(to: now.withoutProgress) }
    var (parent, fork) = (activeSegment, machine.moment)
    // Two turns of one knob with nothing run between them are one change.
    if let last = parent.change, let grandparent = parent.parent, change.replaces(last), parent.start == fork {
      path.removeLast(path.count - active)
      (parent, fork) = (grandparent, parent.fork)
      active -= 1
      restore(for: fork)
      advance(to: fork)
    } else {
      path.removeLast(path.count - active - 1)
    }
    guard let segment = segment(after: change, at: fork, in: parent) else { return false }
    memory.register(segment)
    path.append(segment)
    enter(segment)
    now = machine.moment
    return true
  }

  /// A segment that begins with a change, and for a structure that cannot be built none.
  private func segment(after change: Intervention.Change, at fork: Moment, in parent: Segment) -> Segment? {
    var stage = parent.stage
    if case .structure(let structure) = change {
      let origin = StageOrigin(after: machine, in: structure.setup)
      guard let made = try? Engine(structure.setup, origin: origin) else { return nil }
      engines.keep(made)
      stage = made.stage
    }
    return Segment(stage, after: (change, at: fork, in: parent))
  }

  private func fits(_ change: Intervention.Change) -> Bool {
    switch change {
    case .learningRate(let rate): return rate.isFinite && rate >= 0
    case .optimizerConstants(let description):
      let optimizer = try? OptimizerCatalog.optimizer(description)
      return optimizer?.stateNames == machine.optimizer.stateNames
    case .parameter(let address, _):
      guard program.slots.indices.contains(address.slot.index) else { return false }
      let slot = program[address.slot]
      return slot.role == .parameter && (0..<slot.shape.count).contains(address.cell)
    case .structure: return true
    }
  }

  /// Makes the changes that are due where the machine stands; one of structure only when the way leads past it.
  private func enterDueSegments(upTo target: Moment) {
    while let next = nextSegment, !next.beginsStage, next.fork <= machine.moment { enter(next) }
  }

  private func enter(_ segment: Segment) {
    if segment.beginsStage {
      let before = machine
      use(segment.stage)
      machine.begin()
      machine.optimizer = setup.optimizer
      machine.learningRate = setup.configuration.learningRate
      segment.transplant = Transplant(from: before, to: machine)
    } else if let change = segment.change {
      apply(change, parametersToo: true)
    }
    active += 1
    if segment.beginsStage, segment.keyframes.frames.isEmpty { beginStage(segment) }
  }

  private func apply(_ change: Intervention.Change, parametersToo: Bool) {
    switch change {
    case .learningRate(let rate): machine.learningRate = rate
    case .optimizerConstants(let description):
      if let optimizer = try? OptimizerCatalog.optimizer(description) { machine.optimizer = optimizer }
    case .parameter(let address, let value):
      if parametersToo { machine.edit(address, to: value) }
    case .structure: break
    }
  }
}

extension Timeline {
  /// Norms and distributions through the run, of the network as it is.
  var statistics: StatisticsHistory { activeSegment.observers.history }

  /// What the last change of structure on the way here did to the parameters; nil when there was none.
  public var transplant: Transplant? {
    line.last { $0.beginsStage && $0.stage.origin.stage <= now.stage }?.transplant
  }
}
