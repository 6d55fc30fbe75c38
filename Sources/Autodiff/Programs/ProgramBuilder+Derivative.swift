extension ProgramBuilder {
  /// A program that computes a number and the derivative of it with respect to an input: what a prediction
  /// depends on in the data, where training asks what it depends on in the parameters. Nothing is updated, and
  /// no gradient of a parameter is computed.
  ///
  /// - Parameter inputName: an input that the number depends on.
  public consuming func finish(number: Value, derivativeByInput inputName: String) throws(ProgramError) -> Program {
    var listing = InstructionList(slots: slots, nodes: nodes)
    listing.append(.load, .load, [], "load", reads: [], writes: inputs + randomInputs)
    for index in nodes.indices { listing.appendForward(index) }
    let targets = inputs.filter { slots[$0.index].name == inputName }
    precondition(!targets.isEmpty, "no input is called \(inputName)")
    var backward = BackwardPass(listing: listing, loss: number.id, parameters: targets)
    try backward.run()
    let program = backward.listing.program(
      parameters: [], statistics: statistics, inputs: inputs, randomInputs: randomInputs, loss: number.id,
      dataLoss: number.id, parameterSlots: parameterSlots)
    try program.validate()
    return program
  }
}
