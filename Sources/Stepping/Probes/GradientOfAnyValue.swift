import Autodiff
import TensorMath

extension TrainingMachine {
  /// ∂loss/∂value for any number that influences the loss, after the backward pass. Training computes
  /// the gradients on the way to parameters only; for a value off that way, such as an input, it is
  /// passed back here from the values that use it.
  ///
  /// Nil where no gradient leads to the number: nothing uses it, or only operations that are not
  /// differentiated with respect to it, as a loss to its targets.
  func gradient(of address: CellAddress) -> Double? {
    if let slot = program.gradient(of: address.slot) { return Double(bound.view(of: slot)[address.cell]) }
    var flow = GradientFlow(self)
    return flow.gradient(of: address.slot).map { Double($0[address.cell]) }
  }
}

/// Passes gradients back along nodes that the program's own backward pass leaves out.
private struct GradientFlow {
  private let machine: TrainingMachine
  private let scratch: Arena
  private var plan = ArenaPlan()
  private var known: [SlotID: View] = [:]

  init(_ machine: TrainingMachine) {
    self.machine = machine
    var plan = ArenaPlan()
    for node in machine.program.nodes {
      for input in node.inputs {
        // The gradient itself, and one operation's share of it, which may have the result's shape.
        _ = plan.place(machine.program[input].shape.count)
        _ = plan.place(max(machine.program[input].shape.count, machine.program[node.output].shape.count))
        _ = plan.place(machine.program[input].shape.count)
      }
    }
    scratch = Arena(count: plan.count)
  }

  mutating func gradient(of slot: SlotID) -> View? {
    if let gradient = machine.program.gradient(of: slot) { return machine.bound.view(of: gradient) }
    if let gradient = known[slot] { return gradient }
    let shape = machine.program[slot].shape
    var sum: MutableView?
    for index in machine.program.nodes.indices {
      let node = machine.program.nodes[index]
      for position in node.inputs.indices where node.inputs[position] == slot {
        guard let share = share(of: position, node: index, shape) else { continue }
        if let sum {
          Kernels.add(sum.readable, share, into: sum)
        } else {
          let target = scratch.mutableView(at: plan.place(shape.count), shape: shape)
          target.copy(share)
          sum = target
        }
      }
    }
    known[slot] = sum?.readable
    return sum?.readable
  }

  /// What one operation passes back to one of its inputs.
  private mutating func share(of position: Int, node index: Int, _ shape: Shape) -> View? {
    let (node, bound) = (machine.program.nodes[index], machine.bound)
    let formulas = node.operation.formulas.backward
    guard formulas.indices.contains(position), !formulas[position].isEmpty,
      let upstream = gradient(of: node.output)
    else { return nil }
    let resultShape = machine.program[node.output].shape
    let isRepeated = node.operation.broadcasts && shape != resultShape
    let target = scratch.mutableView(
      at: plan.place(isRepeated ? resultShape.count : shape.count), shape: isRepeated ? resultShape : shape)
    let wanted = node.inputs.indices.map { $0 == position ? target : nil }
    node.operation.backward(
      bound.inputViews(ofNode: index), scratch.list(node.outputs.map(bound.view(of:))), upstream: upstream,
      into: scratch.list(wanted))
    guard isRepeated else { return target.readable }
    let sum = scratch.mutableView(at: plan.place(shape.count), shape: shape)
    Kernels.sumRows(target.readable, into: sum)
    return sum.readable
  }
}
