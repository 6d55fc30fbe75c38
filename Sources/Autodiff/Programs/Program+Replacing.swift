extension Program {
  /// The same program with other operations in the place of some: same slots, same instructions, other arithmetic.
  ///
  /// - Parameter replacement: the operation for a node, or nil to leave it. It must take the shapes of the one that
  ///   it replaces.
  public func replacingOperations(_ replacement: (_ index: Int, _ node: Node) -> (any Operation)?) -> Program {
    let replaced = nodes.enumerated().map { index, node in
      guard let operation = replacement(index, node) else { return node }
      return Node(
        operation: operation, inputs: node.inputs, outputs: node.outputs, scope: node.scope, phase: node.phase)
    }
    return Program(
      slots: slots, nodes: replaced, instructions: instructions, parameters: parameters, statistics: statistics,
      inputs: inputs,
      randomInputs: randomInputs, loss: loss, dataLoss: dataLoss, durableCount: durableCount,
      transientCount: transientCount, slotsByName: slotsByName, gradients: gradients)
  }
}
