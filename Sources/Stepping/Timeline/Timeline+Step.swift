public import Autodiff
import TensorMath

extension Timeline {
  /// Goes one step forwards.
  public func step(_ size: StepSize) {
    if size == .term { stepTermForwards() } else { go(to: next(size, after: now)) }
  }

  /// Goes one step back: to the latest moment before this one at which a step of this size ends.
  public func stepBack(_ size: StepSize) {
    if size == .term { stepTermBack() } else { go(to: previous(size, before: now)) }
  }

  /// Goes to the end of the iteration that is the nth of this line; to the start when n is 0.
  public func go(toIteration completed: Int) { go(to: moment(after: completed)) }

  /// Where so many iterations of this line are done.
  func moment(after completed: Int) -> Moment {
    guard completed > 0 else { return .start }
    let stage = (line.last { $0.beginsStage && $0.stage.origin.iteration < completed } ?? line[0]).stage
    return Moment(stage: stage.origin.stage, iteration: completed - 1, position: stage.instructionCount)
  }

  // MARK: Where steps end

  /// Whether a step of this size ends at a position of an iteration.
  private func ends(_ size: StepSize, in stage: Stage, iteration: Int, position: Int) -> Bool {
    let instructions = stage.program.instructions
    switch size {
    case .term, .operation: return true
    case .layer:
      guard position < instructions.count else { return true }
      let (done, next) = (instructions[position - 1], instructions[position])
      // A gate is a part of its time step and no end of one.
      return done.phase != next.phase || done.stepScope != next.stepScope
    case .phase:
      return position == instructions.count || instructions[position - 1].phase != instructions[position].phase
    case .iteration: return position == instructions.count
    case .epoch: return position == instructions.count && stage.isLastOfEpoch(iteration)
    }
  }

  /// The segment that begins the stage of a moment, and the one that begins the stage after it.
  private func stages(around moment: Moment) -> (this: Segment, next: Segment?) {
    let beginnings = line.filter(\.beginsStage)
    let index = beginnings.lastIndex { $0.stage.origin.stage <= moment.stage } ?? 0
    return (beginnings[index], index + 1 < beginnings.count ? beginnings[index + 1] : nil)
  }

  /// Where the stage of a moment ends on this line, and where the next one begins.
  func boundary(after moment: Moment) -> (fork: Moment, start: Moment)? {
    stages(around: moment).next.map { ($0.fork, $0.start) }
  }

  /// The first moment after `moment` at which a step of this size ends. A change of structure that this
  /// line has made ends steps of every size.
  public func next(_ size: StepSize, after moment: Moment) -> Moment {
    let (this, next) = stages(around: moment)
    let found = self.next(size, after: moment, in: this.stage)
    if let next, found > next.fork { return next.start }
    return found
  }

  private func next(_ size: StepSize, after moment: Moment, in stage: Stage) -> Moment {
    let (count, number) = (stage.instructionCount, stage.origin.stage)
    var (iteration, position) = (moment.iteration, moment.position)
    // In the middle of an instruction, its end is the next place to stop.
    if moment.progress != nil, ends(size, in: stage, iteration: iteration, position: position) {
      return moment.withoutProgress
    }
    if size == .epoch || size == .iteration {
      if position == count { iteration += 1 }
      if size == .epoch { iteration = stage.lastIteration(ofEpochOf: iteration) }
      return Moment(stage: number, iteration: iteration, position: count)
    }
    repeat {
      if position == count { (iteration, position) = (iteration + 1, 0) }
      position += 1
    } while !ends(size, in: stage, iteration: iteration, position: position)
    return Moment(stage: number, iteration: iteration, position: position)
  }

  /// The last moment before `moment` at which a step of this size ends, or the start.
  public func previous(_ size: StepSize, before moment: Moment) -> Moment {
    var (this, before) = (stages(around: moment).this, moment)
    while true {
      if before > this.start { return previous(size, before: before, in: this.stage) }
      guard let parent = this.parent else { return this.start }
      // Where the structure was changed: the moment at which it was, if a step of this size ends there.
      let (fork, stage) = (this.fork, parent.stage)
      if fork == stage.origin.moment || ends(size, in: stage, iteration: fork.iteration, position: fork.position) {
        return fork
      }
      (this, before) = (stages(around: fork).this, fork)
    }
  }

  private func previous(_ size: StepSize, before moment: Moment, in stage: Stage) -> Moment {
    let (count, start) = (stage.instructionCount, stage.origin.moment)
    var (iteration, position) = (moment.iteration, moment.position)
    repeat {
      if size == .epoch || size == .iteration {
        // The end of an iteration comes after all before it, whether this one is finished or not.
        (iteration, position) = (iteration - 1, count)
      } else {
        position -= 1
        if position <= 0 { (iteration, position) = (iteration - 1, count) }
      }
      if iteration < start.iteration { return start }
    } while !ends(size, in: stage, iteration: iteration, position: position)
    return Moment(stage: start.stage, iteration: iteration, position: position)
  }

  // MARK: Terms

  /// The cells that the instruction at the current moment writes, in the order they are shown.
  public var cellsOfCurrentInstruction: [SlotID] {
    guard now.position > 0 else { return [] }
    let instruction = program.instructions[now.position - 1]
    if case .load = instruction.kind { return [] }
    return instruction.writes.filter {
      if case .previous = program[$0].role { return false }
      return true
    }
  }

  /// The cell that a progress has reached, and how many terms it has.
  public func cell(at progress: TermProgress) -> (address: CellAddress, terms: Int)? {
    var rest = progress.cell
    for slot in cellsOfCurrentInstruction {
      let count = program[slot].shape.count
      if rest < count {
        let address = CellAddress(slot, cell: rest)
        return (address, max(machine.expansion(of: address)?.terms.count ?? 1, 1))
      }
      rest -= count
    }
    return nil
  }

  private var cellCount: Int { cellsOfCurrentInstruction.reduce(0) { $0 + program[$1].shape.count } }

  private func stepTermForwards() {
    guard let progress = now.progress else {
      // Into the next instruction: its first term.
      go(to: next(.operation, after: now))
      if cellCount > 0 { settle(TermProgress(cell: 0, terms: 1)) }
      return
    }
    guard let current = cell(at: progress) else { return show(nil) }
    if progress.terms < current.terms {
      settle(TermProgress(cell: progress.cell, terms: progress.terms + 1))
    } else {
      settle(TermProgress(cell: progress.cell + 1, terms: 1))
    }
  }

  private func stepTermBack() {
    if let progress = now.progress {
      if progress.terms > 1 {
        show(TermProgress(cell: progress.cell, terms: progress.terms - 1))
      } else if progress.cell > 0, let before = cell(at: TermProgress(cell: progress.cell - 1, terms: 1)) {
        show(TermProgress(cell: progress.cell - 1, terms: before.terms))
      } else {
        go(to: previous(.operation, before: now.withoutProgress))
      }
      return
    }
    guard now.position > 0 else { return go(to: previous(.operation, before: now)) }
    // From a finished instruction to one term before its end.
    if let last = cell(at: TermProgress(cell: cellCount - 1, terms: 1)), cellCount > 1 || last.terms > 1 {
      show(
        last.terms > 1
          ? TermProgress(cell: cellCount - 1, terms: last.terms - 1)
          : TermProgress(cell: cellCount - 2, terms: cell(at: TermProgress(cell: cellCount - 2, terms: 1))?.terms ?? 1))
    } else {
      go(to: previous(.operation, before: now))
    }
  }

  /// Shows only a part of what the last instruction computed.
  private func show(_ progress: TermProgress?) {
    now = Moment(stage: now.stage, iteration: now.iteration, position: now.position, progress: progress)
  }

  /// Shows a progress, or all when it has reached the last term of the last cell.
  private func settle(_ progress: TermProgress) {
    guard let reached = cell(at: progress) else { return show(nil) }
    show(progress.cell == cellCount - 1 && progress.terms == reached.terms ? nil : progress)
  }
}
