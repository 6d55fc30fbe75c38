import Autodiff
import TensorMath

/// The loss of a machine's current batch as a function of its parameters, added up in double
/// precision: a difference quotient lives on digits that the float in the loss's slot has dropped.
struct PreciseLoss {
  private let machine: TrainingMachine
  private let instructions: [Int]
  private let loss: SlotID
  /// Nodes whose operation has corners.
  private let cornered: [Int]

  init?(_ machine: TrainingMachine) {
    guard let loss = machine.program.loss else { return nil }
    self.machine = machine
    self.loss = loss
    instructions = machine.program.instructions.indices.filter {
      if case .forward = machine.program.instructions[$0].kind { true } else { false }
    }
    // Asked once: smooth operations have no pieces, whatever their inputs.
    let nodes = machine.program.nodes
    cornered = nodes.indices.filter {
      !nodes[$0].operation.smoothPieces(machine.bound.inputViews(ofNode: $0)).isEmpty
    }
  }

  /// Computes all values anew from the parameters as they are.
  func value() -> Double {
    for index in instructions { machine.bound.execute(index) }
    return value(of: CellAddress(loss, cell: 0))
  }

  /// On which smooth piece of the network the last value was computed.
  func smoothPieces() -> [Int8] {
    cornered.flatMap { machine.program.nodes[$0].operation.smoothPieces(machine.bound.inputViews(ofNode: $0)) }
  }

  /// A scalar as the sum of its terms; terms that are scalars themselves, such as penalties, likewise.
  private func value(of address: CellAddress) -> Double {
    guard let expansion = machine.bound.expansion(of: address) else {
      return Double(machine.bound.view(of: address.slot)[address.cell])
    }
    return expansion.terms.reduce(0) { sum, term in
      sum + term.factors.reduce(1) { product, factor in product * value(of: factor) }
    }
  }

  private func value(of factor: Factor) -> Double {
    guard factor.form == "#", let address = factor.operands[0].address,
      machine.program[address.slot].role == .value, machine.program[address.slot].shape.count == 1
    else { return factor.value }
    return value(of: address)
  }
}
