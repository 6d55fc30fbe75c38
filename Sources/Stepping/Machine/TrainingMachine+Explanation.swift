public import Autodiff
import NeuralNet
import TensorMath

extension TrainingMachine {
  /// Why a number is what it is, with the cells its operands stand in; nil for what nothing computes
  /// (data, first weights) and for what is not computed yet.
  public func expansion(of address: CellAddress) -> Expansion? {
    let slot = program[address.slot]
    guard address.cell >= 0, address.cell < slot.shape.count else { return nil }
    switch slot.role {
    case .parameter, .optimizerState: return updateExpansion(of: address)
    case .runningStatistic: return followExpansion(of: address)
    case .previous(let source):
      let value = Double(bound.view(of: address.slot)[address.cell])
      guard isComputed(address.slot) else { return nil }
      return Expansion([
        Term(Factor("#", [Operand(address: CellAddress(source, cell: address.cell), value)], value: value))
      ])
    default:
      guard isComputed(address.slot), let writer = slot.writtenBy else { return nil }
      let isUpdated = position > (program.lastPosition(of: .backward) ?? 0)
      // After an update at full speed, what the parameters were is gone.
      if isUpdated, !keepsPrevious, readsParameter(writer) { return nil }
      return withoutEdits(after: writer, areUpdated: isUpdated) {
        bound.expansion(of: address, afterUpdate: isUpdated)
      }
    }
  }

  private func readsParameter(_ instruction: Int) -> Bool {
    program.instructions[instruction].reads.contains { program[$0].role == .parameter }
  }

  /// Lets `body` see the parameters as an instruction has read them, before later changes by hand.
  private func withoutEdits(after instruction: Int, areUpdated: Bool, _ body: () -> Expansion?) -> Expansion? {
    let undone = edits.filter { edit in
      edit.position > instruction && edit.position <= program[edit.address.slot].writtenBy ?? 0
    }
    if undone.isEmpty { return body() }
    var replaced: [(cells: MutableView, cell: Int, value: Float)] = []
    for edit in undone.reversed() {
      let slot = areUpdated ? previousSlot(of: edit.address.slot) : edit.address.slot
      let cells = bound.mutableView(of: slot)
      replaced.append((cells, edit.address.cell, cells[edit.address.cell]))
      cells[edit.address.cell] = edit.before
    }
    defer { for entry in replaced.reversed() { entry.cells[entry.cell] = entry.value } }
    return body()
  }

  private func previousSlot(of slot: SlotID) -> SlotID {
    program.parameters.first { $0.slot == slot }?.previous[0] ?? slot
  }

  /// Whether a slot holds this iteration's number now.
  public func isComputed(_ slot: SlotID) -> Bool {
    if case .previous = program[slot].role, !keepsPrevious { return false }
    return program.isComputed(slot, at: position)
  }

  /// The optimizer's arithmetic for a parameter or a state that this iteration has updated.
  private func updateExpansion(of address: CellAddress) -> Expansion? {
    guard let writer = program[address.slot].writtenBy, writer < position, keepsPrevious,
      case .update(let index) = program.instructions[writer].kind, let made = updatesMade[index],
      // A number written by hand since is nobody's sum.
      !edits.contains(where: { $0.address == address && $0.position > writer })
    else { return nil }
    let parameter = program.parameters[index]
    let cells = UpdateCells(
      gradient: operand(parameter.updateGradient, address.cell),
      previousParameter: operand(parameter.previous[0], address.cell),
      previousStates: parameter.previous.dropFirst().map { operand($0, address.cell) },
      states: parameter.states.map { operand($0, address.cell) })
    if address.slot == parameter.slot { return made.optimizer.expansion(ofParameter: cells, at: made.step) }
    guard let state = parameter.states.firstIndex(of: address.slot) else { return nil }
    return made.optimizer.expansion(ofState: state, cells, at: made.step)
  }

  /// A running statistic that this iteration has updated: old · (1 − m) + m · new.
  private func followExpansion(of address: CellAddress) -> Expansion? {
    guard let writer = program[address.slot].writtenBy, writer < position, keepsPrevious,
      case .follow(let index) = program.instructions[writer].kind, let value = program.statistics[index].value,
      let previous = program.statistics[index].previous
    else { return nil }
    let statistic = program.statistics[index]
    let momentum = Double(statistic.momentum)
    let (old, new) = (operand(previous, address.cell), operand(value, address.cell))
    var taken = [Factor.constant("m", momentum), Factor("#", [new], value: new.value)]
    if case .unbiased(let count) = statistic.scale, count > 1 {
      taken.insert(.constant("\(count)/\(count - 1)", statistic.scale.value), at: 1)
    }
    return Expansion([
      Term(.constant("(1 − m)", 1 - momentum), Factor("#", [old], value: old.value)), Term(factors: taken),
    ])
  }

  private func operand(_ slot: SlotID, _ cell: Int) -> Operand {
    Operand(address: CellAddress(slot, cell: cell), Double(bound.view(of: slot)[cell]))
  }
}
