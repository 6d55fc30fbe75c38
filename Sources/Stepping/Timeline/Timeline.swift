public import Autodiff
import TensorMath

/// A run with its whole past: goes to any moment, forwards or backwards, with the same bits whenever
/// it gets there.
///
/// The past is a line of segments (``Segment``), each with its keyframes; going to a moment takes the
/// nearest keyframe and executes from there, making the recorded changes on the way. A change in the
/// past begins a segment beside the future that was recorded, which stays.
public final class Timeline {
  var engine: Engine
  public internal(set) var now = Moment.start
  /// The segments of the line, from where the run begins.
  var path: [Segment]
  /// Which of them the machine is in.
  var active = 0
  let memory: KeyframeMemory
  let engines: EngineStore
  /// For questions that need more than looking.
  let probe = Probe()
  /// Whether the cause of a number that is none is being looked for.
  var isTracing = false
  /// Losses of the block of iterations that is running, in a place of their own.
  let blockArena = Arena(count: Timeline.blockLength)

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
  var activeSegment: Segment { path[active] }
  /// The segment that comes next on this line.
  var nextSegment: Segment? { active + 1 < path.count ? path[active + 1] : nil }

  /// Takes what a stage begins with: a keyframe and an evaluation.
  func beginStage(_ segment: Segment) {
    appendKeyframe(at: segment.stage.origin.iteration)
    evaluate(after: segment.stage.origin.iteration)
  }

  // MARK: Going to a moment

  /// Goes to a moment of this line. The future is executed as it was recorded, and beyond the record as
  /// the network goes on by itself.
  public func go(to target: Moment) {
    let target = onThisLine(target)
    let place = target.withoutProgress
    if canRewind(to: place) {
      machine.rewind(toPosition: place.position)
    } else {
      if place < machine.moment || isKeyframeAhead(upTo: place) { restore(for: place) }
      advance(to: place)
    }
    arrive(at: target)
  }

  /// Whether a moment is in the iteration at hand, and what was overwritten since is kept.
  func canRewind(to place: Moment) -> Bool {
    place.stage == machine.origin.stage && place.iteration == machine.iteration && place.position <= machine.position
      && machine.canRewind(toPosition: place.position)
      && (place == machine.moment || active == 0 || place > activeSegment.start)
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

  func arrive(at moment: Moment) {
    now = moment
    activeSegment.end = max(activeSegment.end, moment.withoutProgress)
  }

  /// The moment itself, or where the line goes on if it lies behind a change that this line has made.
  func onThisLine(_ target: Moment) -> Moment {
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
  func isKeyframeAhead(upTo target: Moment) -> Bool {
    let (index, frame) = nearestKeyframe(atOrBefore: target)
    return (path[index].stage.origin.stage, frame.iteration) > (machine.origin.stage, machine.iteration)
  }

  /// Puts the nearest keyframe in.
  func restore(for target: Moment) {
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
  func nearestKeyframe(atOrBefore target: Moment) -> (index: Int, frame: Keyframes.Keyframe) {
    var index = path.lastIndex { $0.start <= target } ?? 0
    var latest = target.iteration
    while true {
      if let frame = path[index].keyframes.nearest(atOrBefore: latest) { return (index, frame) }
      precondition(index > 0, "the start of a run is always kept")
      latest = path[index].fork.iteration
      index -= 1
    }
  }

  func use(_ stage: Stage) {
    guard engine.stage !== stage else { return }
    engines.keep(engine)
    engine = engines.engine(of: stage)
  }

  /// Executes up to a moment that is not in the past.
  func advance(to target: Moment, byStepping: Bool = false) {
    enterDueSegments(upTo: target)
    while machine.origin.stage < target.stage, let next = path.first(where: { $0.start.stage > machine.origin.stage }) {
      advanceWithinStage(to: next.fork, byStepping)
      enter(next)
      enterDueSegments(upTo: target)
    }
    advanceWithinStage(to: target, byStepping)
  }

  func advanceWithinStage(to target: Moment, _ byStepping: Bool) {
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

  func stepOnce(upTo target: Moment) {
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    machine.step()
    noteWhatHappened()
    if machine.position == machine.instructionCount { recordIteration() }
    enterDueSegments(upTo: target)
  }

  @inline(__always)
  func runOneIteration() {
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    // Where observers will look, with what the update overwrites.
    machine.runIteration(keepingPrevious: activeSegment.evaluations.isDue(after: machine.completedIterations + 1))
    recordIteration()
  }

  /// Takes a keyframe if one is due.
  @inline(__always)
  func arriveAtNextIteration() {
    let next = machine.iteration + 1
    let segment = activeSegment
    if next >= segment.keyframes.lastIteration + segment.keyframes.spacing { appendKeyframe(at: next) }
  }

  func appendKeyframe(at iteration: Int) {
    let keyframe = Keyframes.Keyframe(iteration: iteration, state: machine.durableState())
    activeSegment.keyframes.append(keyframe)
    memory.makeRoom(for: keyframe.bytes, keeping: path)
  }

  @inline(__always)
  func recordIteration() {
    let completed = machine.iteration + 1
    let segment = activeSegment
    if completed > segment.firstLoss + segment.losses.count { segment.losses.append(machine.loss) }
    if segment.evaluations.isDue(after: completed) { evaluate(after: completed) }
  }

  func evaluate(after completed: Int) {
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
}

extension Timeline {
  /// Norms and distributions through the run, of the network as it is.
  var statistics: StatisticsHistory { activeSegment.observers.history }

  /// What the last change of structure on the way here did to the parameters; nil when there was none.
  public var transplant: Transplant? {
    line.last { $0.beginsStage && $0.stage.origin.stage <= now.stage }?.transplant
  }
}
