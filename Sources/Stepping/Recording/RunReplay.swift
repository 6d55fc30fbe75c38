import Autodiff
import NeuralNet
import TensorMath

/// What was done to a run, ready to be done again: each event with the network that it needs.
public struct RunReplay: Sendable {
  public struct Step: Sendable {
    public let event: RunEvent
    /// For changes of structure and for starting over: what they make, and in which words they are told.
    public var network: StructureChange?

    public init(_ event: RunEvent, network: StructureChange? = nil) {
      self.event = event
      self.network = network
    }
  }

  public var steps: [Step]
  /// What need not be computed again; nil when nothing is known.
  public var checkpoint: RunCheckpoint?

  public init(_ steps: [Step], checkpoint: RunCheckpoint? = nil) {
    self.steps = steps
    self.checkpoint = checkpoint
  }
}

/// An event that could not be done again, because the lesson is another than it was, or the file is wrong.
public struct ReplayProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// How many events before it were done.
  public let index: Int
  public let found: String
  public let needed: String

  public var description: String { "found \(found), needed \(needed)" }
}

/// Does recorded events once more. Going about in time is only reckoned with, and executed where
/// something depends on the numbers: at a change, a check, the end. So a session of ten thousand steps
/// is replayed in the time of its changes.
public struct RunReplayer {
  private let history: RunHistory
  private let checkpoint: RunCheckpoint?
  private var timeline: Timeline { history.timeline }
  /// Where the run stands, whether or not the machine is there.
  private var place: Moment
  /// The furthest that this line has been since the machine was last moved.
  private var furthest: Moment
  /// How many events are done.
  public private(set) var count = 0

  public init(_ history: RunHistory, checkpoint: RunCheckpoint? = nil) {
    self.history = history
    self.checkpoint = checkpoint
    if let checkpoint { history.timeline.adopt(checkpoint) }
    place = history.timeline.now
    furthest = place
  }

  /// More iterations are no session but a slip, or bad will: they would take months.
  private static let mostIterations = 1 << 40

  /// Does one event.
  ///
  /// - Returns: for a check, what is there now.
  @discardableResult
  public mutating func perform(_ step: RunReplay.Step) throws(ReplayProblem) -> RunCheck? {
    var found: RunCheck?
    switch step.event {
    case .step(let size): move(to: timeline.next(size, after: place))
    case .stepBack(let size): move(to: timeline.previous(size, before: place))
    case .term(_, let moment), .go(let moment): try go(to: moment)
    case .ran(_, let moment, let hits):
      try go(to: moment)
      history.count(hits)
    case .learningRate(let rate): try change(.learningRate(rate), "learning rate \(rate)", needed: "a number from 0 up")
    case .optimizerConstants(let optimizer):
      try change(.optimizerConstants(optimizer), optimizer.name, needed: "the optimizer in use, \(optimizerName)")
    case .edit(let cell, let value): try edit(cell, value)
    case .structure:
      guard let network = step.network else { throw problem("another structure", needed: "settings that can be used") }
      try change(.structure(network), network.label.english, needed: "a network that can be built")
    case .restart: try restart(step.network)
    case .racer(let number, let moment, _):
      guard let network = step.network else { throw problem("another structure", needed: "settings that can be used") }
      try act("branch \(number)", needed: "a branch with this moment") {
        $0.begin(.structure(network), onABranchFrom: BranchID(number), at: moment)
      }
      if let checkpoint { timeline.adopt(checkpoint) }
    case .undo: try act("undo", needed: "a change to undo") { $0.undo() }
    case .redo: try act("redo", needed: "an undone change") { $0.redo() }
    case .switchBranch(let number):
      try act("branch \(number)", needed: "another branch") { $0.switchBranch(to: BranchID(number)) }
    case .renameBranch(let number, let name):
      try act("branch \(number)", needed: "a branch, and a name") { $0.renameBranch(BranchID(number), to: name) }
    case .dropBranch(let number):
      try act("branch \(number)", needed: "another branch") { $0.dropBranch(BranchID(number)) }
    case .compare(let number):
      try act("", needed: "") {
        $0.compare(with: number.map { BranchID($0) })
        return true
      }
    case .breakpoints(let set):
      try act("", needed: "") {
        $0.setBreakpoints(set)
        return true
      }
    case .note: break
    case .check:
      try catchUp()
      found = timeline.check()
    }
    count += 1
    return found
  }

  /// Brings the machine to where the run stands.
  public mutating func catchUp() throws(ReplayProblem) {
    if furthest > timeline.end { timeline.go(to: furthest) }
    if timeline.now != place { timeline.go(to: place) }
    if let progress = place.progress {
      guard let cell = timeline.cell(at: progress), (1...cell.terms).contains(progress.terms) else {
        throw problem("term \(progress.terms) of cell \(progress.cell)", needed: "a term of the instruction there")
      }
    }
  }

  // MARK: Moving

  private mutating func go(to moment: Moment) throws(ReplayProblem) {
    guard timeline.has(moment), moment.iteration < Self.mostIterations else {
      throw problem(
        "stage \(moment.stage), iteration \(moment.iteration), position \(moment.position)",
        needed: "a moment of this run")
    }
    move(to: moment)
  }

  private mutating func move(to moment: Moment) {
    place = moment
    furthest = max(furthest, moment.withoutProgress)
  }

  /// Does something to the history, which may put the machine elsewhere.
  private mutating func act(_ found: String, needed: String, _ body: (RunHistory) -> Bool) throws(ReplayProblem) {
    try catchUp()
    guard body(history) else { throw problem(found, needed: needed) }
    (place, furthest) = (timeline.now, timeline.now.withoutProgress)
  }

  // MARK: Changing

  private var optimizerName: String { timeline.setup.configuration.optimizer.name }

  private mutating func change(_ change: Intervention.Change, _ found: String, needed: String) throws(ReplayProblem) {
    try act(found, needed: needed) { $0.intervene(change) }
    if let checkpoint { timeline.adopt(checkpoint) }
  }

  private mutating func edit(_ name: String, _ value: Float) throws(ReplayProblem) {
    guard value.isFinite else { throw problem("\(value)", needed: "a number") }
    try catchUp()
    guard let cell = timeline.program.cell(named: name) else { throw problem(name, needed: "a cell of a parameter") }
    try change(.parameter(cell, value), name, needed: "a cell of a parameter")
  }

  private mutating func restart(_ network: StructureChange?) throws(ReplayProblem) {
    guard let network else { throw problem("a new start", needed: "settings that can be used") }
    try catchUp()
    do throws(SetupError) { try history.restart(network.setup, label: network.label) } catch {
      throw problem("a new start", needed: "a network that can be built (\(error.description))")
    }
    (place, furthest) = (.start, .start)
    if let checkpoint { timeline.adopt(checkpoint) }
  }

  private func problem(_ found: String, needed: String) -> ReplayProblem {
    ReplayProblem(index: count, found: found, needed: needed)
  }
}

extension Timeline {
  /// Whether a moment is one of this line: `go(to:)` takes no others.
  func has(_ moment: Moment) -> Bool {
    guard let segment = line.last(where: { $0.beginsStage && $0.stage.origin.stage == moment.stage }) else {
      return false
    }
    let stage = segment.stage
    if let progress = moment.progress, progress.cell < 0 || progress.terms < 1 { return false }
    if moment.withoutProgress == stage.origin.moment { return moment.progress == nil }
    return (1...stage.instructionCount).contains(moment.position) && moment.iteration >= stage.origin.iteration
  }
}

extension Program {
  /// The cell that ``name(of:)`` calls so.
  func cell(named name: String) -> CellAddress? {
    let bracket = name.firstIndex(of: "[") ?? name.endIndex
    guard let slot = slot(named: String(name[..<bracket])) else { return nil }
    guard bracket < name.endIndex, name.hasSuffix("]") else {
      return slot.shape.count == 1 && bracket == name.endIndex ? CellAddress(slot.id, cell: 0) : nil
    }
    var indices: [Int] = []
    for part in name[name.index(after: bracket)...].dropLast().split(separator: ",", omittingEmptySubsequences: false) {
      guard let index = Int(part.drop { $0 == " " }), index >= 0 else { return nil }
      indices.append(index)
    }
    return slot.shape.offset(of: indices).map { CellAddress(slot.id, cell: $0) }
  }
}
