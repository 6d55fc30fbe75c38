import Autodiff
import TensorMath

/// The loss of a machine's current batch as a function of its numbers, added up in double
/// precision: a difference quotient lives on digits that the float in the loss's slot has dropped.
struct PreciseLoss {
  private let machine: TrainingMachine
  private let loss: SlotID
  /// Forward and loss.
  private let instructions: [Int]
  /// Nodes whose operation has corners.
  private let cornered: [Int]
  /// Where the network's outputs are, and whether the loss compares probabilities made from them.
  private let outputs: SlotID
  private let comparesProbabilities: Bool

  // As it was in the middle, before any parameter was moved.
  private let nodePieces: [[Int8]]
  private let values: [(writer: Int, view: View, numbers: [Float])]

  /// Nil for a program without loss.
  init?(_ machine: TrainingMachine) {
    let program = machine.program
    guard let loss = program.loss, let data = program.dataLoss,
      let comparison = program.nodes.first(where: { $0.output == data })
    else { return nil }
    self.machine = machine
    self.loss = loss
    instructions = program.instructions.indices.filter {
      // What passes no gradient stays as it is in the middle: the gradient is that of the loss with it held fast.
      if case .forward(let node) = program.instructions[$0].kind {
        program.instructions[$0].phase <= .loss && !(program.nodes[node].operation is StopGradient)
      } else {
        false
      }
    }
    let cornered = program.nodes.indices.filter {
      program.nodes[$0].phase <= .loss
        && !program.nodes[$0].operation.smoothPieces(machine.bound.inputViews(ofNode: $0)).isEmpty
    }
    self.cornered = cornered
    nodePieces = Self.pieces(machine, cornered)
    outputs = comparison.inputs[0]
    comparesProbabilities = comparison.outputs.count > 1
    values = program.slots.filter { $0.role == .value && $0.shape.rank > 0 }.map {
      let view = machine.bound.view(of: $0.id)
      return ($0.writtenBy ?? 0, view, view.values)
    }
  }

  /// Computes all values anew from the parameters as they are.
  func value() -> Double {
    for index in instructions { machine.bound.execute(index) }
    return value(of: CellAddress(loss, cell: 0))
  }

  /// The loss if one number were another: a parameter or an input from the start, a value after it has
  /// been computed, so that only what follows differs. With it, the values whose operation stands on
  /// another side of a kink than in the middle.
  func value(with number: Float, at address: CellAddress) -> (value: Double, kinks: [SlotID]) {
    let program = machine.program
    let cells = machine.bound.mutableView(of: address.slot)
    let before = cells[address.cell]
    defer { cells[address.cell] = before }
    let writer = program[address.slot].role == .value ? program[address.slot].writtenBy : nil
    if writer == nil { cells[address.cell] = number }
    for index in instructions {
      machine.bound.execute(index)
      if index == writer { cells[address.cell] = number }
    }
    let changed = (address, Double(number) - Double(before))
    let kinks = zip(cornered, zip(Self.pieces(machine, cornered), nodePieces)).filter { $1.0 != $1.1 }
    return (value(of: CellAddress(loss, cell: 0), changed: changed), kinks.map { program.nodes[$0.0].output })
  }

  /// The loss with a parameter moved, or nil where it says nothing about the slope in the middle: beyond a corner, so
  /// far away that some value has changed by more than a half, or where the loss is no number. Only what follows from
  /// the parameter is computed: everything else has to be as it is in the middle.
  func valueNearby(moving parameter: SlotID) -> Double? {
    let start = machine.program[parameter].readBy.first ?? 0
    for index in instructions where index >= start { machine.bound.execute(index) }
    let value = value(of: CellAddress(loss, cell: 0))
    guard value.isFinite else { return nil }
    for (node, before) in zip(cornered, nodePieces) where writer(ofNode: node) >= start {
      guard Self.pieces(machine, node) == before else { return nil }
    }
    for (writer, view, numbers) in values where writer >= start {
      for cell in numbers.indices where !(abs(view[cell] - numbers[cell]) <= 0.5) { return nil }
    }
    return value
  }

  private func writer(ofNode index: Int) -> Int { machine.program[machine.program.nodes[index].output].writtenBy ?? 0 }

  /// The outputs, each with the size of what the loss compares there: a probability is at most 1.
  func comparedOutputs() -> [(value: Double, size: Double)] {
    machine.bound.view(of: outputs).values.map { (Double($0), comparesProbabilities ? 1 : 1 + abs(Double($0))) }
  }

  private static func pieces(_ machine: TrainingMachine, _ nodes: [Int]) -> [[Int8]] {
    nodes.map { pieces(machine, $0) }
  }

  private static func pieces(_ machine: TrainingMachine, _ node: Int) -> [Int8] {
    machine.program.nodes[node].operation.smoothPieces(machine.bound.inputViews(ofNode: node))
  }

  /// A scalar as the sum of its terms; terms that are scalars themselves, such as penalties, likewise.
  ///
  /// - Parameter changed: a cell and what is added to it; of interest here when it is a scalar's.
  private func value(of address: CellAddress, changed: (address: CellAddress, step: Double)? = nil) -> Double {
    let step = changed?.address == address ? changed?.step ?? 0 : 0
    guard let expansion = machine.bound.expansion(of: address) else {
      return Double(machine.bound.view(of: address.slot)[address.cell])
    }
    return expansion.terms.reduce(step) { sum, term in
      sum + term.factors.reduce(1) { product, factor in product * value(of: factor, changed: changed) }
    }
  }

  private func value(of factor: Factor, changed: (address: CellAddress, step: Double)?) -> Double {
    guard factor.form == "#", let address = factor.operands[0].address,
      machine.program[address.slot].role == .value, machine.program[address.slot].shape.rank == 0
    else { return factor.value }
    return value(of: address, changed: changed)
  }
}
