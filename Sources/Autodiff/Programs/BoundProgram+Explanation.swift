public import TensorMath

extension BoundProgram {
  /// Why a number is what it is: the terms that add up to it, with the cell each operand stands in.
  /// Nil for numbers that nothing computes: data, and parameters before an update (the optimizer
  /// explains those after it).
  ///
  /// - Parameter isUpdated: whether the parameters are no longer what the nodes have read. Then the
  ///   operands are those in the `previous` slots.
  public func expansion(of address: CellAddress, afterUpdate isUpdated: Bool = false) -> Expansion? {
    guard let writer = program[address.slot].writtenBy else { return nil }
    let instruction = program.instructions[writer]
    switch instruction.kind {
    case .load, .update, .follow:
      return nil
    case .seed:
      return Expansion([Term(.constant("1", 1))])
    case .forward(let index):
      let node = program.nodes[index]
      let (slots, inputs) = operands(ofNode: index, afterUpdate: isUpdated)
      guard let output = node.outputs.firstIndex(of: address.slot) else { return nil }
      var expansion = node.operation.expansion(
        ofOutput: output, at: address.cell, inputs, nodeViews[index].outputs)
      expansion.place(Placement(inputs: slots, outputs: node.outputs, upstream: nil))
      return expansion
    case .backward(let index):
      let node = program.nodes[index]
      let upstream = instruction.reads[0]
      let (slots, inputs) = operands(ofNode: index, afterUpdate: isUpdated)
      guard let input = inputPosition(of: address.slot, in: instruction, node: node) else { return nil }
      var expansion = node.operation.expansion(
        ofGradient: input, at: address.cell, inputs, nodeViews[index].outputs, upstream: view(of: upstream))
      expansion.place(Placement(inputs: slots, outputs: node.outputs, upstream: upstream))
      return expansion
    case .gather(let users, let input):
      return gathered(address, users: users, input: input, instruction, afterUpdate: isUpdated)
    case .sumBroadcast:
      let source = instruction.reads[0]
      let width = program[address.slot].shape.count
      return Expansion(
        stride(from: address.cell, to: program[source].shape.count, by: width).map {
          term(CellAddress(source, cell: $0))
        }
      )
    case .addContributions:
      return Expansion(instruction.reads.map { term(CellAddress($0, cell: address.cell)) })
    }
  }

  /// The terms of every use, the last use first: in the order in which gradients flow.
  private func gathered(
    _ address: CellAddress, users: [Int], input: Int, _ instruction: Instruction, afterUpdate isUpdated: Bool
  ) -> Expansion {
    var all = Expansion([])
    for (place, index) in users.enumerated().reversed() {
      let (node, upstream) = (program.nodes[index], instruction.reads[place])
      let (slots, inputs) = operands(ofNode: index, afterUpdate: isUpdated)
      var part = node.operation.expansion(
        ofGradient: input, at: address.cell, inputs, nodeViews[index].outputs, upstream: view(of: upstream))
      part.place(Placement(inputs: slots, outputs: node.outputs, upstream: upstream))
      all.append(part, ofNode: index)
    }
    return all.terms.isEmpty ? .nothing : all
  }

  /// The inputs of a node as they are now.
  public func inputViews(ofNode index: Int) -> ViewList { nodeViews[index].inputs }

  private func operands(ofNode index: Int, afterUpdate isUpdated: Bool) -> (slots: [SlotID], views: ViewList) {
    isUpdated ? inputsBeforeUpdate[index] : (program.nodes[index].inputs, nodeViews[index].inputs)
  }

  /// Which input of a node a backward instruction's output belongs to.
  private func inputPosition(of slot: SlotID, in instruction: Instruction, node: Node) -> Int? {
    var writes = instruction.writes.makeIterator()
    var next = writes.next()
    for (position, input) in node.inputs.enumerated() {
      guard let id = next, program.isGradient(id, of: input) else { continue }
      if id == slot { return position }
      next = writes.next()
    }
    return nil
  }

  private func term(_ address: CellAddress) -> Term {
    let value = Double(view(of: address.slot)[address.cell])
    return Term(Factor("#", [Operand(address: address, value)], value: value))
  }
}
