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

/// A mean over the iterations of a value: running ← (1 − momentum) · running + momentum · scale · value.
///
/// Batch normalization keeps two of them, so that a prediction does not depend on what else is in its batch.
public struct RunningStatistic: Sendable {
  public let slot: SlotID
  /// What it follows; nil in a program that only reads it.
  public let value: SlotID?
  /// What it was before the update; nil in a program that only reads it.
  public let previous: SlotID?
  /// Every number of it at first.
  public let initialValue: Float
  public let momentum: Float
  /// What the value is multiplied by: m/(m − 1) makes the variance of m numbers unbiased.
  public let scale: FollowScale

  public static let formula = "running ← (1 − m) · running + m · value"

  /// The weights of old and new in the update.
  public var keep: Float { 1 - momentum }
  public var take: Float { Float(Double(momentum) * scale.value) }
}

/// A factor with the way it is written.
public enum FollowScale: Hashable, Sendable {
  case one
  /// m/(m − 1); 1 where there is one number only, as the variance is 0 then.
  case unbiased(count: Int)

  public var value: Double {
    switch self {
    case .one: 1
    case .unbiased(let count): count > 1 ? Double(count) / Double(count - 1) : 1
    }
  }
}

/// A network compiled into a flat list of instructions over named slots: load, forward, loss,
/// backward, update. The program counter is the debugger, and running is stepping in a loop.
///
/// A program is a value and never changes; the numbers live in an ``Arena``, bound to it by a
/// ``BoundProgram``. Durable slots (parameters, running statistics, optimizer states) come first and lie the same for
/// every program of one model, so that programs for other batch sizes share them.
public struct Program: Sendable {
  public let slots: [Slot]
  public let nodes: [Node]
  public let instructions: [Instruction]
  public let parameters: [Parameter]
  public let statistics: [RunningStatistic]
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
      return sum + largest(node) + 3 * products(of: node)
    }
  }

  /// The numbers that a node goes through: the largest tensor it reads, unless it takes but a block of that.
  private func largest(_ node: Node) -> Int {
    let takesBlock = node.operation is StateTransfer || node.operation is Gate
    let slots = takesBlock ? node.outputs : node.inputs
    return slots.map { self[$0].shape.count }.max() ?? 0
  }

  /// How many products a node's forward pass adds up.
  public func products(of node: Node) -> Int {
    // How many products go into a cell of the output.
    let depth: Int =
      switch node.operation {
      case is Affine, is MatrixProduct: slots[node.inputs[1].index].shape.rows
      case is StateTransfer: slots[node.inputs[2].index].shape.rows
      case is TransposedProduct: slots[node.inputs[1].index].shape.columns
      case let scores as AttentionScores: slots[node.inputs[1].index].shape.columns / scores.heads
      case is WeightedValues: slots[node.inputs[0].index].shape.columns
      case is Convolution: slots[node.inputs[1].index].shape.count / slots[node.output.index].shape.dimensions[1]
      default: 0
      }
    return slots[node.output.index].shape.count * depth
  }
}
