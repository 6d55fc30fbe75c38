public import Autodiff
import NeuralNet
import TensorMath

/// Everything that has gone into one number of a run, copied: enough to compute it by hand, and to compute what
/// somebody gets who makes a mistake. Works for every operation and every optimizer alike.
public struct WorkedNumber: Sendable {
  public let program: Program
  /// The number, its formula and its terms.
  public let explanation: Explanation
  /// The terms, with the cells that their operands stand in.
  public let expansion: Expansion
  /// The instruction that computes it.
  public let instruction: Instruction
  /// The operation that computes it, or through which its gradient comes; nil for updates and additions.
  public let operation: (any Operation)?
  /// What that operation reads, in its own order.
  public let inputs: [SlotID]
  /// Parameters that went into it, as they are after this iteration's update.
  public internal(set) var updatedParameters: [SlotID: [Float]] = [:]
  /// Parameters that went into it, as they were an iteration earlier.
  public internal(set) var earlierParameters: [SlotID: [Float]] = [:]
  /// How the numbers that go into it have come about, for those that this iteration has computed.
  public internal(set) var operands: [CellAddress: WorkedNumber] = [:]
  let numbers: [SlotID: [Float]]

  public var address: CellAddress { explanation.address }
  public var value: Double { Double(explanation.value ?? .nan) }

  /// The number in a cell of what the instruction has read or written.
  public func number(at address: CellAddress) -> Double? {
    guard let cells = numbers[address.slot], cells.indices.contains(address.cell) else { return nil }
    return Double(cells[address.cell])
  }

  /// The parameters that the instruction has read.
  public var parameters: [SlotID] { instruction.reads.filter { program[$0].role == .parameter } }
}

extension TrainingMachine {
  /// How a number has come about; nil for what nothing computes and for what is not computed yet.
  public func workedNumber(of address: CellAddress) -> WorkedNumber? {
    guard program.slots.indices.contains(address.slot.index), let expansion = expansion(of: address),
      let writer = program[address.slot].writtenBy
    else { return nil }
    let instruction = program.instructions[writer]
    var numbers: [SlotID: [Float]] = [:]
    for slot in instruction.reads + instruction.writes where isComputed(slot) {
      numbers[slot] = bound.view(of: slot).values
    }
    // What was read before the update stands elsewhere now.
    if position > (program.lastPosition(of: .backward) ?? 0), instruction.phase != .update {
      for parameter in program.parameters where numbers[parameter.slot] != nil {
        numbers[parameter.slot] = bound.view(of: parameter.previous[0]).values
        numbers[parameter.previous[0]] = numbers[parameter.slot]
      }
    }
    let node: Node? =
      switch instruction.kind {
      case .forward(let index), .backward(let index): program.nodes[index]
      default: nil
      }
    return WorkedNumber(
      program: program, explanation: explanation(of: address), expansion: expansion, instruction: instruction,
      operation: node?.operation, inputs: node?.inputs ?? [], numbers: numbers)
  }
}

extension TrainingMachine {
  /// Longer sums are nobody's to compute by hand.
  private static let mostOperands = 64

  /// The same with how its operands have come about, one step back.
  func workedNumberWithOperands(of address: CellAddress) -> WorkedNumber? {
    guard var worked = workedNumber(of: address) else { return nil }
    let cells = worked.expansion.terms.prefix(Self.mostOperands).flatMap(\.factors).flatMap(\.operands).compactMap(
      \.address)
    for cell in cells.prefix(Self.mostOperands) where worked.operands[cell] == nil {
      switch program[cell.slot].role {
      case .value, .gradient, .contribution: worked.operands[cell] = workedNumber(of: cell)
      default: break
      }
    }
    return worked
  }
}

extension Timeline {
  /// How a number has come about at this moment, with what its parameters become and what they were an iteration
  /// before. Moves the timeline and comes back.
  public func workedNumber(of address: CellAddress) -> WorkedNumber? {
    guard var worked = machine.workedNumberWithOperands(of: address) else { return nil }
    let here = now
    let parameters = worked.parameters
    guard !parameters.isEmpty, worked.instruction.phase < .update else { return worked }
    if here.iteration > machine.origin.iteration {
      let end = Moment(
        stage: here.stage, iteration: here.iteration - 1, position: program.lastPosition(of: .backward) ?? 0)
      go(to: end)
      for slot in parameters { worked.earlierParameters[slot] = machine.bound.view(of: slot).values }
    }
    go(to: Moment(stage: here.stage, iteration: here.iteration, position: machine.instructionCount))
    for slot in parameters { worked.updatedParameters[slot] = machine.bound.view(of: slot).values }
    go(to: here)
    return worked
  }
}

extension Probe {
  /// How a number has come about, with what its parameters become: of a run that must not be moved.
  func workedNumber(of address: CellAddress, beside machine: TrainingMachine) -> WorkedNumber? {
    guard var worked = machine.workedNumberWithOperands(of: address) else { return nil }
    let parameters = worked.parameters
    guard !parameters.isEmpty, worked.instruction.phase < .update, let second = self.machine(beside: machine) else {
      return worked
    }
    while second.position < second.instructionCount { second.step() }
    for slot in parameters { worked.updatedParameters[slot] = second.bound.view(of: slot).values }
    return worked
  }
}
