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

  // MARK: Where steps end

  /// Whether a step of this size ends at a position of an iteration.
  private func ends(_ size: StepSize, iteration: Int, position: Int) -> Bool {
    let instructions = program.instructions
    switch size {
    case .term, .operation: return true
    case .layer:
      guard position < instructions.count else { return true }
      let (done, next) = (instructions[position - 1], instructions[position])
      return done.phase != next.phase || done.scope != next.scope
    case .phase:
      return position == instructions.count || instructions[position - 1].phase != instructions[position].phase
    case .iteration: return position == instructions.count
    case .epoch: return position == instructions.count && (iteration + 1).isMultiple(of: machine.batchesPerEpoch)
    }
  }

  /// The first moment after `moment` at which a step of this size ends.
  public func next(_ size: StepSize, after moment: Moment) -> Moment {
    let count = machine.instructionCount
    var (iteration, position) = (moment.iteration, moment.position)
    // In the middle of an instruction, its end is the next place to stop.
    if moment.progress != nil, ends(size, iteration: iteration, position: position) {
      return Moment(iteration: iteration, position: position)
    }
    if size == .epoch || size == .iteration {
      if position == count { iteration += 1 }
      if size == .epoch { iteration = (iteration / machine.batchesPerEpoch + 1) * machine.batchesPerEpoch - 1 }
      return Moment(iteration: iteration, position: count)
    }
    repeat {
      if position == count { (iteration, position) = (iteration + 1, 0) }
      position += 1
    } while !ends(size, iteration: iteration, position: position)
    return Moment(iteration: iteration, position: position)
  }

  /// The last moment before `moment` at which a step of this size ends, or the start.
  public func previous(_ size: StepSize, before moment: Moment) -> Moment {
    let count = machine.instructionCount
    var (iteration, position) = (moment.iteration, moment.position)
    if size == .epoch || size == .iteration {
      // The end of an iteration comes after all before it, whether this one is finished or not.
      var finished = iteration
      if size == .epoch { finished = finished / machine.batchesPerEpoch * machine.batchesPerEpoch }
      return finished == 0 ? .start : Moment(iteration: finished - 1, position: count)
    }
    repeat {
      position -= 1
      if position <= 0 {
        if iteration == 0 { return .start }
        (iteration, position) = (iteration - 1, count)
      }
    } while !ends(size, iteration: iteration, position: position)
    return Moment(iteration: iteration, position: position)
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
        go(to: previous(.operation, before: Moment(iteration: now.iteration, position: now.position)))
      }
      return
    }
    guard now.position > 0 else { return }
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

  /// Shows a progress, or all when it has reached the last term of the last cell.
  private func settle(_ progress: TermProgress) {
    guard let reached = cell(at: progress) else { return show(nil) }
    show(progress.cell == cellCount - 1 && progress.terms == reached.terms ? nil : progress)
  }
}
