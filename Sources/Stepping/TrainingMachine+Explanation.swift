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
    case .previous(let source):
      let value = Double(bound.view(of: address.slot)[address.cell])
      guard isComputed(address.slot) else { return nil }
      return Expansion([Term(Factor("#", [Operand(address: CellAddress(source, cell: address.cell), value)], value: value))])
    default: return isComputed(address.slot) ? bound.expansion(of: address) : nil
    }
  }

  /// Whether a slot holds this iteration's number now.
  public func isComputed(_ slot: SlotID) -> Bool {
    if case .previous = program[slot].role, !keepsPrevious { return false }
    return program.isComputed(slot, at: position)
  }

  /// The optimizer's arithmetic for a parameter or a state that this iteration has updated.
  private func updateExpansion(of address: CellAddress) -> Expansion? {
    guard let writer = program[address.slot].writtenBy, writer < position, keepsPrevious,
      case .update(let index) = program.instructions[writer].kind
    else { return nil }
    let parameter = program.parameters[index]
    let cells = UpdateCells(
      gradient: operand(parameter.gradient, address.cell),
      previousParameter: operand(parameter.previous[0], address.cell),
      previousStates: parameter.previous.dropFirst().map { operand($0, address.cell) },
      states: parameter.states.map { operand($0, address.cell) })
    if address.slot == parameter.slot { return optimizer.expansion(ofParameter: cells, at: updateStep) }
    guard let state = parameter.states.firstIndex(of: address.slot) else { return nil }
    return optimizer.expansion(ofState: state, cells, at: updateStep)
  }

  private func operand(_ slot: SlotID, _ cell: Int) -> Operand {
    Operand(address: CellAddress(slot, cell: cell), Double(bound.view(of: slot)[cell]))
  }
}
