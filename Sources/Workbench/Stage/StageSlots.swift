import Autodiff
import Stepping
import TensorMath

/// Which tensors belong on the stage at a moment: what the instruction at hand reads, then what it
/// writes.
struct StageSlots {
  let reads: [SlotID]
  let writes: [SlotID]

  var all: [SlotID] { reads + writes }

  init(reads: [SlotID], writes: [SlotID]) {
    (self.reads, self.writes) = (reads, writes)
  }

  init(_ snapshot: Snapshot) {
    let program = snapshot.program
    guard snapshot.moment.position > 0, snapshot.moment.position <= program.instructions.count else {
      (reads, writes) = ([], [])
      return
    }
    let instruction = program.instructions[snapshot.moment.position - 1]
    func isPrevious(_ id: SlotID) -> Bool { if case .previous = program[id].role { true } else { false } }
    switch instruction.kind {
    case .update(let index):
      let parameter = program.parameters[index]
      reads = [parameter.previous[0], parameter.updateGradient] + parameter.previous.dropFirst()
      writes = parameter.states + [parameter.slot]
    case .follow(let index):
      let statistic = program.statistics[index]
      reads = [statistic.previous, statistic.value].compactMap { $0 }
      writes = [statistic.slot]
    case .backward(let index):
      // The gradient that arrives, and those tensors of the forward pass that the rule uses.
      let node = program.nodes[index]
      let isSumOfProducts = node.operation is Affine || node.operation is Convolution
      let used = isSumOfProducts ? Array(node.inputs.prefix(2)) : node.inputs + node.outputs.dropFirst()
      reads = [instruction.reads[0]] + used
      writes = instruction.writes
    case .gather(let nodes, _):
      // The gradients that arrive, the last use first: in the order in which they came.
      reads = instruction.reads.prefix(nodes.count).reversed()
      writes = instruction.writes
    default:
      reads = instruction.reads
      writes = instruction.writes.filter { !isPrevious($0) }
    }
  }
}

extension StageSlots {
  /// Where the cursor goes when the instruction has run: to what it has written, as near as possible to
  /// the place it comes from.
  func cursor(after old: CellAddress?, in program: Program) -> CellAddress? {
    // An update writes its optimizer's states first; the parameter itself is what it is about.
    let target = writes.last.flatMap { program[$0].role == .parameter ? $0 : nil } ?? writes.first ?? reads.first
    guard let target else { return nil }
    guard let old, old.slot.index < program.slots.count, old.cell < program[old.slot].shape.count else {
      return CellAddress(target, cell: 0)
    }
    return CellAddress(target, cell: program.relatedCell(of: old, in: target))
  }
}

extension Snapshot {
  /// The instruction that has just run, or is being gone through.
  var instruction: Instruction? {
    moment.position > 0 && moment.position <= program.instructions.count
      ? program.instructions[moment.position - 1] : nil
  }

  /// Which cells of each slot go into the explained number.
  var operandCells: [SlotID: Set<Int>] {
    var cells: [SlotID: Set<Int>] = [:]
    guard let expansion = explanation?.expansion else { return cells }
    for term in expansion.terms {
      term.forEachOperand { operand in
        if let address = operand.address { cells[address.slot, default: []].insert(address.cell) }
      }
    }
    return cells
  }
}
