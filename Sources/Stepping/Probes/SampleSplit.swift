import Autodiff
import TensorMath

/// Takes a batch apart on a machine that stands behind its backward pass.
///
/// Backpropagation is linear in what comes in from the loss. If only one sample's rows of the gradient
/// at the network's output are let through and the rest is 0, what arrives at a weight is that sample's
/// part; the parts of all samples add up to the whole. That holds for every layer, also where samples
/// meet on the way. Which rows are a sample's is known for every loss: it compares the outputs with the
/// targets cell by cell, and those are loaded sample by sample.
struct SampleSplit {
  private let machine: TrainingMachine
  private let comparison: Node
  private let dataLoss: SlotID
  private let count: Int
  /// The gradient at the network's output, as the data loss passes it back.
  private let entry: MutableView
  private let whole: [Float]
  /// Backward instructions behind the data loss's that the samples' gradients pass.
  private let rest: [Int]
  /// Gradients that come from the penalties.
  private let penalties: [SlotID]

  init?(_ machine: TrainingMachine) {
    let program = machine.program
    guard let dataLoss = program.dataLoss, let node = program.nodes.firstIndex(where: { $0.output == dataLoss }),
      let start = program.instructions.firstIndex(where: { $0.kind == .backward(node: node) }),
      let output = program.instructions[start].writes.first
    else { return nil }
    self.machine = machine
    self.dataLoss = dataLoss
    comparison = program.nodes[node]
    count = machine.batchSamples.count
    entry = machine.bound.mutableView(of: output)
    whole = entry.readable.values
    guard count > 0, whole.count.isMultiple(of: count) else { return nil }

    var leadsToData: Set<SlotID> = [dataLoss]
    for node in program.nodes.reversed() where node.outputs.contains(where: leadsToData.contains) {
      leadsToData.formUnion(node.inputs)
    }
    var rest: [Int] = []
    var penalties: [SlotID] = []
    for index in program.instructions.indices where program.instructions[index].phase == .backward {
      if case .backward(let node) = program.instructions[index].kind, !leadsToData.contains(program.nodes[node].output)
      {
        penalties += program.instructions[index].writes
      } else if index > start {
        rest.append(index)
      }
    }
    (self.rest, self.penalties) = (rest, penalties)
  }

  /// What each sample adds to the data loss: its share of the terms.
  func losses() -> [Double] {
    var losses = [Double](repeating: 0, count: count)
    guard let expansion = machine.bound.expansion(of: CellAddress(dataLoss, cell: 0)) else { return losses }
    let compared = Set(comparison.inputs + comparison.outputs.dropFirst())
    for term in expansion.terms {
      let operands = term.factors.lazy.flatMap(\.operands).compactMap(\.address)
      guard let address = operands.first(where: { compared.contains($0.slot) }) else { continue }
      let cells = machine.program[address.slot].shape.count
      losses[address.cell * count / cells] += term.value
    }
    return losses
  }

  /// What the penalties add to a number's gradient. Before ``gradients(of:at:)``, which leaves nothing of them.
  func penaltyGradient(of slot: SlotID, at cell: Int) -> Double {
    entry.fill(0)
    return passBack(to: slot, at: cell)
  }

  /// What each sample adds to a number's gradient.
  func gradients(of slot: SlotID, at cell: Int) -> [Double] {
    for slot in penalties { machine.bound.mutableView(of: slot).fill(0) }
    let perSample = whole.count / count
    return (0..<count).map { sample in
      entry.fill(0)
      for index in sample * perSample..<(sample + 1) * perSample { entry[index] = whole[index] }
      return passBack(to: slot, at: cell)
    }
  }

  private func passBack(to slot: SlotID, at cell: Int) -> Double {
    for index in rest { machine.bound.execute(index) }
    return Double(machine.bound.view(of: slot)[cell])
  }
}
