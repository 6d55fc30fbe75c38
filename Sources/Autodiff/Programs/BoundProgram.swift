public import TensorMath

/// A program whose slots have their places in an arena: it can execute instructions and explain
/// numbers. Loading data and updating parameters are the machine's, which knows data and optimizer.
public final class BoundProgram {
  public let program: Program
  public let arena: Arena
  private let transientStart: Int
  /// For each instruction what it does. Loading and updating are empty here.
  public let actions: [Action]
  private let list: ActionList
  /// Inputs and outputs of each node, for explanations.
  let nodeViews: [(inputs: ViewList, outputs: ViewList)]
  /// What each node read, once the parameters have been updated: the `previous` slots hold it.
  let inputsBeforeUpdate: [(slots: [SlotID], views: ViewList)]

  /// - Parameter transientStart: where this program's own part begins, behind the durable slots.
  public init(_ program: Program, in arena: Arena, transientStart: Int) {
    precondition(
      transientStart >= program.durableCount && transientStart + program.transientCount <= arena.count,
      "the program needs \(program.transientCount) floats from \(transientStart) on, the arena has \(arena.count)")
    self.program = program
    self.arena = arena
    self.transientStart = transientStart

    func mutable(_ id: SlotID) -> MutableView {
      let slot = program[id]
      return arena.mutableView(at: (slot.isDurable ? 0 : transientStart) + slot.offset, shape: slot.shape)
    }
    func view(_ id: SlotID) -> View { mutable(id).readable }
    let nodeViews = program.nodes.map {
      (inputs: arena.list($0.inputs.map(view)), outputs: arena.list($0.outputs.map(view)))
    }
    self.nodeViews = nodeViews
    let previous = Dictionary(
      program.parameters.map { ($0.slot, $0.previous[0]) }, uniquingKeysWith: { first, _ in first })
    inputsBeforeUpdate = program.nodes.map { node in
      let slots = node.inputs.map { previous[$0] ?? $0 }
      return (slots, arena.list(slots.map(view)))
    }
    actions = program.instructions.map { instruction in
      let reads = arena.list(instruction.reads.map(view))
      let writes = arena.list(instruction.writes.map(mutable))
      switch instruction.kind {
      case .load, .update: return Action {}
      case .forward(let index):
        return program.nodes[index].operation.boundForward(reads, into: writes)
      case .backward(let index):
        let node = program.nodes[index]
        // An instruction's writes are in the order of the inputs that want a gradient.
        var wanted = instruction.writes.makeIterator()
        var next = wanted.next()
        let gradients = arena.list(
          node.inputs.map { input -> MutableView? in
            guard let id = next, program.isGradient(id, of: input) else { return nil }
            next = wanted.next()
            return mutable(id)
          })
        return node.operation.boundBackward(
          nodeViews[index].inputs, nodeViews[index].outputs, upstream: view(instruction.reads[0]), into: gradients)
      case .gather(let users, let input):
        let uses = users.enumerated().map { place, index in
          GatheredUse(
            operation: program.nodes[index].operation, inputs: nodeViews[index].inputs,
            outputs: nodeViews[index].outputs, upstream: view(instruction.reads[place]))
        }
        guard let first = uses.first?.operation as? any GatheringOperation else { return Action {} }
        return first.boundGather(uses, ofInput: input, into: mutable(instruction.writes[0]))
      case .seed: return Action { writes[0]?[0] = 1 }
      case .sumBroadcast:
        return Action { if let target = writes[0] { Kernels.sumRows(reads[0], into: target) } }
      case .addContributions:
        return Action { Self.addContributions(reads, writes) }
      case .follow(let index):
        let statistic = program.statistics[index]
        let (keep, take) = (statistic.keep, statistic.take)
        return Action { if let running = writes[0] { Kernels.follow(reads[0], keep: keep, take: take, into: running) } }
      }
    }
    list = arena.list(actions)
  }

  /// Executes one instruction. Load and update do nothing here.
  public func execute(_ index: Int) { list.perform(index) }

  private static func addContributions(_ parts: ViewList, _ outputs: MutableViewList) {
    guard let sum = outputs[0] else { return }
    // A gradient with contributions has two or more.
    Kernels.add(parts[0], parts[1], into: sum)
    for index in 2..<parts.count { Kernels.add(sum.readable, parts[index], into: sum) }
  }

  /// The numbers of a slot as they are now, computed or not.
  public func view(of id: SlotID) -> View { mutableView(of: id).readable }

  public func mutableView(of id: SlotID) -> MutableView {
    let slot = program[id]
    return arena.mutableView(at: offset(of: id), shape: slot.shape)
  }

  /// Where a slot begins in the arena.
  public func offset(of id: SlotID) -> Int {
    (program[id].isDurable ? 0 : transientStart) + program[id].offset
  }
}

extension Program {
  /// Whether `id` takes the gradient of `input`, or a part of it.
  public func isGradient(_ id: SlotID, of input: SlotID) -> Bool {
    switch self[id].role {
    case .gradient(let value): value == input
    case .contribution(let target):
      target == input || gradients[input] == target || isGradient(target, of: input)
    default: false
    }
  }

  /// What a gradient, or a part of one, is the gradient of; a value itself.
  public func valueSlot(of slot: SlotID) -> SlotID {
    switch self[slot].role {
    case .gradient(let value), .contribution(let value): valueSlot(of: value)
    default: slot
    }
  }
}
