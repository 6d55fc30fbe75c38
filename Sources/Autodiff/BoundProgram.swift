public import TensorMath

/// A program whose slots have their places in an arena: it can execute instructions and explain
/// numbers. Loading data and updating parameters are the machine's, which knows data and optimizer.
public final class BoundProgram {
  public let program: Program
  public let arena: Arena
  private let transientStart: Int
  private let bindings: ContiguousArray<Binding>
  private let operations: ContiguousArray<any Operation>
  private let kinds: ContiguousArray<Instruction.Kind>
  /// Inputs and outputs of each node, for explanations.
  let nodeViews: [(inputs: ViewList, outputs: ViewList)]
  /// What each node read, once the parameters have been updated: the `previous` slots hold it.
  let inputsBeforeUpdate: [(slots: [SlotID], views: ViewList)]

  /// The views of one instruction, made once.
  private struct Binding {
    var inputs: ViewList
    var outputs: MutableViewList
    var results: ViewList
    var upstream: View
    var gradients: MutableViewList
  }

  /// - Parameter transientStart: where this program's own part begins, behind the durable slots.
  public init(_ program: Program, in arena: Arena, transientStart: Int) {
    precondition(
      transientStart >= program.durableCount && transientStart + program.transientCount <= arena.count,
      "the program needs \(program.transientCount) floats from \(transientStart) on, the arena has \(arena.count)")
    self.program = program
    self.arena = arena
    self.transientStart = transientStart
    operations = ContiguousArray(program.nodes.map(\.operation))
    kinds = ContiguousArray(program.instructions.map(\.kind))

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
    let nothing = arena.view(at: 0, shape: [0])
    bindings = ContiguousArray(
      program.instructions.map { instruction in
        var binding = Binding(
          inputs: arena.list(instruction.reads.map(view)), outputs: arena.list(instruction.writes.map(mutable)),
          results: arena.list([View]()), upstream: nothing, gradients: arena.list([MutableView?]()))
        if case .backward(let index) = instruction.kind {
          let node = program.nodes[index]
          binding.inputs = nodeViews[index].inputs
          binding.results = nodeViews[index].outputs
          binding.upstream = view(instruction.reads[0])
          // An instruction's writes are in the order of the inputs that want a gradient.
          var writes = instruction.writes.makeIterator()
          var next = writes.next()
          binding.gradients = arena.list(
            node.inputs.map { input -> MutableView? in
              guard let id = next, program.isGradient(id, of: input) else { return nil }
              next = writes.next()
              return mutable(id)
            })
        }
        return binding
      })
  }

  /// Executes one instruction. Load and update do nothing here.
  @inline(__always)
  public func execute(_ index: Int) {
    switch kinds[index] {
    case .forward(let node):
      operations[node].forward(bindings[index].inputs, into: bindings[index].outputs)
    case .backward(let node):
      operations[node].backward(
        bindings[index].inputs, bindings[index].results, upstream: bindings[index].upstream,
        into: bindings[index].gradients)
    case .seed:
      bindings[index].outputs[0]?[0] = 1
    case .sumBroadcast:
      if let target = bindings[index].outputs[0] { Kernels.sumRows(bindings[index].inputs[0], into: target) }
    case .addContributions:
      addContributions(bindings[index].inputs, bindings[index].outputs)
    case .load, .update:
      break
    }
  }

  private func addContributions(_ parts: ViewList, _ outputs: MutableViewList) {
    guard let sum = outputs[0] else { return }
    sum.copy(parts[0])
    for index in 1..<parts.count { Kernels.add(sum.readable, parts[index], into: sum) }
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
  func isGradient(_ id: SlotID, of input: SlotID) -> Bool {
    switch self[id].role {
    case .gradient(let value): value == input
    case .contribution(let target):
      target == input || gradients[input] == target || isGradient(target, of: input)
    default: false
    }
  }
}
