import TensorMath

/// An operation in its place: which slots it reads and writes.
public struct Node: Sendable {
  public let operation: any Operation
  public let inputs: [SlotID]
  public let outputs: [SlotID]
  public let scope: [String]
  public let phase: Phase

  public var output: SlotID { outputs[0] }
}

/// A parameter with everything that belongs to it.
public struct Parameter: Sendable {
  public let slot: SlotID
  public let gradient: SlotID
  /// What the optimizer gets to see: the gradient, or what clipping has left of it.
  public let updateGradient: SlotID
  public let states: [SlotID]
  /// What the parameter was before the update, then each state.
  public let previous: [SlotID]
}

/// A network compiled into a flat list of instructions over named slots: load, forward, loss,
/// backward, update. The program counter is the debugger, and running is stepping in a loop.
///
/// A program is a value and never changes; the numbers live in an ``Arena``, bound to it by a
/// ``BoundProgram``. Durable slots (parameters, optimizer states) come first and lie the same for
/// every program of one model, so that programs for other batch sizes share them.
public struct Program: Sendable {
  public let slots: [Slot]
  public let nodes: [Node]
  public let instructions: [Instruction]
  public let parameters: [Parameter]
  public let inputs: [SlotID]
  /// Random numbers from 0 up to 1 that the load instruction draws anew in every iteration.
  public let randomInputs: [SlotID]
  /// What is minimized: the data loss and the penalties. Nil for a program that only predicts.
  public let loss: SlotID?
  /// The loss without the penalties.
  public let dataLoss: SlotID?
  /// Floats of durable slots, from the start of the arena.
  public let durableCount: Int
  /// Floats of everything else.
  public let transientCount: Int

  let slotsByName: [String: SlotID]
  let gradients: [SlotID: SlotID]

  public subscript(id: SlotID) -> Slot { slots[id.index] }

  /// The slot of a name, such as `"hidden1.weight"` or `"hidden1.weight.gradient"`.
  public func slot(named name: String) -> Slot? { slotsByName[name].map { slots[$0.index] } }

  /// Where the derivative of the loss with respect to a slot is kept, if it is computed.
  public func gradient(of slot: SlotID) -> SlotID? { gradients[slot] }

  /// Whether a slot holds this iteration's number once `position` instructions have run.
  public func isComputed(_ id: SlotID, at position: Int) -> Bool {
    guard let writer = slots[id.index].writtenBy else { return true }
    return writer < position || slots[id.index].isDurable
  }

  /// The positions after which the phase changes, the last instruction included.
  public func lastPosition(of phase: Phase) -> Int? { instructions.lastIndex { $0.phase == phase }.map { $0 + 1 } }

  /// How many multiply-adds one iteration takes, roughly: products count, the rest is small.
  public var multiplyAdds: Int {
    nodes.reduce(0) { sum, node in
      let largest = node.inputs.map { slots[$0.index].shape.count }.max() ?? 0
      return sum + largest + 3 * products(of: node)
    }
  }

  /// How many products a node's forward pass adds up.
  public func products(of node: Node) -> Int {
    // How many products go into a cell of the output.
    let depth: Int =
      switch node.operation {
      case is Affine, is MatrixProduct: slots[node.inputs[1].index].shape.rows
      case is Convolution: slots[node.inputs[1].index].shape.count / slots[node.inputs[2].index].shape.count
      default: 0
      }
    return slots[node.output.index].shape.count * depth
  }
}
