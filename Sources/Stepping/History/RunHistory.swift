public import Autodiff

/// A run with everything that was done in it: its branches, undo and redo, and a second branch going
/// along in step.
///
/// A change where nothing is recorded ahead extends the branch; a change in the past opens another
/// one and leaves the recorded future to the old. Starting over opens a branch that shares nothing.
public final class RunHistory {
  public let timeline: Timeline
  private var branches: [Branch]
  private(set) var current: BranchID
  private var undoStack = UndoStack<RunState>()
  /// Where the run stops by itself, with the hits counted so far.
  public private(set) var breakpoints: BreakpointSet
  /// How many changes, undos and redos there have been.
  private(set) var changeCount = 0
  private var lastNumber = 1
  /// The branch that goes along, with a machine of its own.
  private(set) var companion: Companion?
  let lossSurfaces = LossSurfaceProbe()
  let classificationTester = ClassificationTester()
  let forecastTester = ForecastTester()
  let imageExaminer = ImageExaminer()
  let wordReader = WordReader()
  let textReader = TextReader()

  /// - Parameter breakpoints: those that are there from the start.
  public init(
    _ setup: TrainingSetup, breakpoints: BreakpointSet = BreakpointSet(),
    keyframeBudget: Int = Timeline.defaultKeyframeBudget
  ) throws(SetupError) {
    var breakpoints = breakpoints
    breakpoints.forgetHits()
    self.breakpoints = breakpoints
    timeline = try Timeline(setup, keyframeBudget: keyframeBudget)
    current = BranchID(1)
    branches = [Branch(id: BranchID(1), name: BilingualText("main", zh: "主线"), tip: timeline.lastSegment)]
  }

  private var state: RunState {
    RunState(branches: branches, current: current, moment: timeline.now, breakpoints: breakpoints)
  }
  private var currentIndex: Int { branches.firstIndex { $0.id == current } ?? 0 }

  // MARK: Changes

  /// Changes something now; see ``Timeline/intervene(_:)``.
  ///
  /// - Parameter opensBranch: whether this branch stays as it is even where nothing is recorded ahead.
  @discardableResult
  public func intervene(_ change: Intervention.Change, opensBranch: Bool = false) -> Bool {
    let before = state
    let program = timeline.program
    let completed = timeline.completedIterations
    let hasFuture = opensBranch || timeline.end > timeline.now
    guard timeline.intervene(change) else { return false }
    if !change.isLive { catchUp(with: before.moment, program) }
    adopt(timeline.lastSegment, opensBranch: hasFuture, name: name(change.label(in: program), at: completed))
    note(change.label(in: program), since: before)
    return true
  }

  /// In the middle of an iteration a change of structure that leaves the instructions as they are (of a sample,
  /// of a strength) computes anew what had been computed.
  private func catchUp(with moment: Moment, _ program: Program) {
    guard (1..<program.instructions.count).contains(moment.position), timeline.program.isSameListing(as: program) else {
      return
    }
    timeline.go(to: Moment(stage: timeline.now.stage, iteration: timeline.now.iteration, position: moment.position))
  }

  /// Begins another run from its own first weights; this one stays as a branch, unless nothing has run.
  public func restart(_ setup: TrainingSetup, label: BilingualText) throws(SetupError) {
    let before = state
    let hasRun = timeline.end != .start
    try timeline.beginAgain(setup)
    breakpoints.forgetHits()
    adopt(timeline.lastSegment, opensBranch: hasRun, name: label)
    note(label, since: before)
  }

  private func adopt(_ tip: Segment, opensBranch: Bool, name: BilingualText) {
    if opensBranch {
      lastNumber += 1
      current = BranchID(lastNumber)
      branches.append(Branch(id: current, name: name, tip: tip))
    } else {
      branches[currentIndex].tip = tip
    }
  }

  private func name(_ label: BilingualText, at iteration: Int) -> BilingualText {
    BilingualText("\(label.english) @\(iteration)", zh: "\(label.chinese) @\(iteration)")
  }

  // MARK: Undo

  /// Takes the last change back: branches and moment are what they were before it.
  @discardableResult
  public func undo() -> Bool {
    guard let entry = undoStack.undo() else { return false }
    restore(entry.before)
    return true
  }

  /// Makes the change that was undone last once more.
  @discardableResult
  public func redo() -> Bool {
    guard let entry = undoStack.redo() else { return false }
    restore(entry.after)
    return true
  }

  public var undoLabel: BilingualText? { undoStack.undoLabel }
  public var redoLabel: BilingualText? { undoStack.redoLabel }
  /// How many changes can be undone.
  public var undoCount: Int { undoStack.undoable.count }

  private func restore(_ state: RunState) {
    changeCount += 1
    branches = state.branches
    current = state.current
    breakpoints = state.breakpoints.counting(breakpoints)
    timeline.follow(state.branch.tip.path, to: state.moment)
    // The branch that goes along may have been given other changes, or be gone, or be the one taken up now.
    guard let companion else { return }
    let branch = branches.first { $0.id == companion.id && $0.id != current }
    if branch?.tip !== companion.tip { self.companion = branch.map { Companion($0, of: timeline) } }
  }

  private func note(_ label: BilingualText, since before: RunState) {
    changeCount += 1
    undoStack.note(label, before: before, after: state)
  }

  // MARK: Breakpoints

  /// Where the run is to stop by itself from now on; hits counted so far are kept.
  public func setBreakpoints(_ set: BreakpointSet) {
    let before = state
    breakpoints = set.counting(breakpoints)
    guard breakpoints != before.breakpoints else { return }
    note(BilingualText("breakpoints", zh: "断点"), since: before)
  }

  /// Counts hits of breakpoints, by number.
  func count(_ hits: [Int]) { breakpoints.count(hits) }

  // MARK: Branches

  /// Takes up another branch, at one of its moments or else at the one that corresponds to the present one there.
  @discardableResult
  public func switchBranch(to id: BranchID, at moment: Moment? = nil) -> Bool {
    guard id != current, let branch = branches.first(where: { $0.id == id }) else { return false }
    let before = state
    let path = branch.tip.path
    current = id
    if companion?.id == id { companion = Companion(before.branch, of: timeline) }
    timeline.follow(path, to: moment ?? path.moment(correspondingTo: timeline.now, in: timeline.program))
    note(
      BilingualText("switch to \(branch.name.english)", zh: "切换到 \(branch.name.chinese)"), since: before)
    return true
  }

  /// Makes a change at a moment of a branch, on a branch of its own.
  @discardableResult
  func begin(_ change: Intervention.Change, onABranchFrom id: BranchID, at moment: Moment) -> Bool {
    if current != id {
      guard switchBranch(to: id, at: moment) else { return false }
    } else if timeline.now != moment {
      timeline.go(to: moment)
    }
    return intervene(change, opensBranch: true)
  }

  @discardableResult
  public func renameBranch(_ id: BranchID, to name: String) -> Bool {
    guard let index = branches.firstIndex(where: { $0.id == id }), !name.isEmpty else { return false }
    let before = state
    branches[index].name = BilingualText(name, zh: name)
    note(BilingualText("rename a branch", zh: "分支改名"), since: before)
    return true
  }

  /// Takes a branch off the list; undo brings it back. The current one stays.
  @discardableResult
  public func dropBranch(_ id: BranchID) -> Bool {
    guard id != current, let index = branches.firstIndex(where: { $0.id == id }) else { return false }
    let before = state
    let name = branches.remove(at: index).name
    if companion?.id == id { companion = nil }
    note(
      BilingualText("drop \(name.english)", zh: "删除分支 \(name.chinese)"), since: before)
    return true
  }

  /// Lets another branch go along in step, or none.
  public func compare(with id: BranchID?) {
    guard let id, id != current, let branch = branches.first(where: { $0.id == id }) else {
      companion = nil
      return
    }
    companion = Companion(branch, of: timeline)
  }

  // MARK: What is to be seen

  /// All branches, oldest first, each with what it does not share with the current one.
  var summaries: [BranchSummary] {
    let path = timeline.line
    return branches.map { branch in
      let own = branch.tip.path
      let shared = zip(own, path).prefix { $0.0 === $0.1 }.count
      let first = branch.id == current ? 0 : min(shared, own.count - 1)
      return BranchSummary(
        id: branch.id, name: branch.name, isCurrent: branch.id == current, setupTag: branch.tip.stage.setup.tag,
        settings: own.settings,
        forkIteration: shared > 0 ? [own, path].compactMap { $0[safe: shared]?.firstLoss }.min() ?? 0 : 0,
        end: branch.tip.end,
        marks: own.dropFirst(branch.id == current ? 0 : shared).compactMap { segment in
          segment.change.map { BranchSummary.Mark(change: $0, iteration: segment.firstLoss) }
        }, losses: own.lossRecord(from: first),
        evaluations: own.evaluationRecord(from: first))
    }
  }

  /// Lets the branch that goes along come after this one, by so many iterations at most beyond what is recorded.
  func followOn(atMost iterations: Int) { companion?.follow(timeline, atMost: iterations) }

  /// How the branch that goes along compares with this one.
  ///
  /// - Parameter freshness: where the run stands still, the other may take its time to come to where this one is.
  func comparison(_ freshness: Freshness) -> Comparison? {
    guard let companion, let branch = branches.first(where: { $0.id == companion.id }) else { return nil }
    if freshness == .now { companion.follow(timeline) }
    return companion.comparison(with: timeline, name: branch.name, freshness)
  }
}

/// A branch as others see it.
public struct BranchSummary: Sendable {
  public let id: BranchID
  public let name: BilingualText
  public let isCurrent: Bool
  /// Which setup runs on it; see ``TrainingSetup/tag``.
  public let setupTag: Int
  /// What the learner has turned on it since that setup began.
  public let settings: [Intervention.Change]
  /// Iterations it shares with the current branch.
  public let forkIteration: Int
  /// The latest moment reached on it.
  public let end: Moment
  /// The changes on it, of another branch those that the current one does not share.
  public let marks: [Mark]
  /// Of the current branch everything, of another what it does not share with that.
  public let losses: LossRecord
  public let evaluations: EvaluationRecord

  /// A change and how many iterations were done before it.
  public struct Mark: Sendable {
    public let change: Intervention.Change
    public let iteration: Int
  }
}

extension Array where Element == Segment {
  /// The live changes of settings in the last stage.
  fileprivate var settings: [Intervention.Change] {
    let stage = last?.stage
    return compactMap { segment in
      guard segment.stage === stage, let change = segment.change else { return nil }
      switch change {
      case .learningRate, .optimizerConstants: return change
      case .parameter, .structure: return nil
      }
    }
  }

  fileprivate subscript(safe index: Int) -> Segment? { indices.contains(index) ? self[index] : nil }

  /// The moment of this line at which it has come as far as another one has at `moment`: the same one where
  /// both run the same program, else the end of the same iteration.
  func moment(correspondingTo moment: Moment, in program: Program) -> Moment {
    let place = moment.withoutProgress
    guard
      let segment = last(where: { $0.beginsStage && $0.stage.origin.iteration <= place.iteration }) ?? first
    else { return place }
    let stage = segment.stage
    let latest = stage.origin.stage
    if place == .start { return .start }
    if stage.program.isSameListing(as: program), place.position > 0 {
      return Moment(
        stage: latest, iteration: Swift.max(place.iteration, stage.origin.iteration), position: place.position)
    }
    let completed = place.position == program.instructions.count ? place.iteration : place.iteration - 1
    guard completed >= stage.origin.iteration else { return stage.origin.moment }
    return Moment(stage: latest, iteration: completed, position: stage.instructionCount)
  }
}

extension Program {
  /// Whether another program has the same instructions over values of the same names, whatever their sizes.
  func isSameListing(as other: Program) -> Bool {
    instructions.count == other.instructions.count
      && zip(instructions, other.instructions).allSatisfy { $0.label == $1.label && $0.scope == $1.scope }
  }
}
