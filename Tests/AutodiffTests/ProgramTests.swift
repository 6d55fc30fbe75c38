import Autodiff
import TensorMath
import Testing

@Suite struct ProgramTests {
  /// Two dense layers with an optimizer that keeps two tensors.
  private func program(batch: Int = 4) throws -> Program {
    var builder = ProgramBuilder()
    let x = builder.input("x", [batch, 2])
    builder.scope = ["hidden"]
    let hidden = try builder.apply(
      Affine(), x, builder.parameter("hidden.weight", [2, 3]), builder.parameter("hidden.bias", [3]),
      named: "hidden.sum")
    let active = try builder.apply(ReLU(), hidden, named: "hidden.output")
    builder.scope = ["output"]
    let output = try builder.apply(
      Affine(), active, builder.parameter("output.weight", [3, 1]), builder.parameter("output.bias", [1]),
      named: "output.sum")
    builder.scope = []
    builder.phase = .loss
    let targets = builder.input("targets", [batch, 1])
    let loss = try builder.apply(BinaryCrossEntropy(), [output, targets], named: ["loss", "probabilities"])
    return try builder.finish(loss: loss[0], stateNames: ["m", "v"])
  }

  @Test func phasesComeInOrder() throws {
    let phases = try program().instructions.map(\.phase)
    #expect(phases == phases.sorted())
    #expect(Set(phases) == Set(Phase.allCases))
    #expect(try program().lastPosition(of: .load) == 1)
    #expect(try program().lastPosition(of: .update) == program().instructions.count)
  }

  @Test func everythingIsWrittenOnceAndBeforeItIsRead() throws {
    let program = try program()
    var written = Set(program.slots.filter(\.isDurable).map(\.id))
    for instruction in program.instructions {
      for slot in instruction.reads { #expect(written.contains(slot), "\(program[slot].name) in \(instruction.label)") }
      for slot in instruction.writes where !program[slot].isDurable { #expect(written.insert(slot).inserted) }
    }
    #expect(written.count == program.slots.count)
  }

  @Test func slotsKnowTheirReadersAndWriters() throws {
    let program = try program()
    for slot in program.slots {
      let readers = program.instructions.indices.filter { program.instructions[$0].reads.contains(slot.id) }
      #expect(slot.readBy == readers)
      if let writer = slot.writtenBy { #expect(program.instructions[writer].writes.contains(slot.id)) }
      #expect(program.slot(named: slot.name)?.id == slot.id)
    }
    #expect(program.slot(named: "nobody") == nil)
  }

  @Test func nothingOverlaps() throws {
    let program = try program()
    for durable in [true, false] {
      let places = program.slots.filter { $0.isDurable == durable }.map { ($0.offset, $0.offset + $0.shape.count) }
        .sorted { $0.0 < $1.0 }
      for index in 1..<places.count { #expect(places[index].0 >= places[index - 1].1) }
      #expect(places[places.count - 1].1 <= (durable ? program.durableCount : program.transientCount))
    }
  }

  @Test func durableSlotsLieTheSameForEveryBatchSize() throws {
    let (four, one) = (try program(batch: 4), try program(batch: 1))
    #expect(four.durableCount == one.durableCount)
    for slot in four.slots where slot.isDurable { #expect(one.slot(named: slot.name)?.offset == slot.offset) }
  }

  @Test func valuesAreComputedOnceTheirInstructionHasRun() throws {
    let program = try program()
    for slot in program.slots {
      for position in 0...program.instructions.count {
        let expected = slot.isDurable || (slot.writtenBy ?? 0) < position
        #expect(program.isComputed(slot.id, at: position) == expected)
      }
    }
  }

  @Test func everyParameterIsUpdatedWithItsStates() throws {
    let program = try program()
    #expect(
      program.parameters.map { program[$0.slot].name } == [
        "hidden.weight", "hidden.bias", "output.weight", "output.bias",
      ])
    for (index, parameter) in program.parameters.enumerated() {
      let name = program[parameter.slot].name
      #expect(program[parameter.gradient].name == "\(name).gradient")
      #expect(parameter.states.map { program[$0].name } == ["\(name).m", "\(name).v"])
      #expect(parameter.previous.count == 3)
      #expect(program.instructions.filter { $0.kind == .update(parameter: index) }.count == 1)
      for state in parameter.states { #expect(program[state].shape == program[parameter.slot].shape) }
    }
  }

  @Test func instructionsCarryTheirLayer() throws {
    let program = try program()
    let scopes = program.instructions.filter { $0.phase == .forward }.map(\.scope)
    #expect(scopes == [["hidden"], ["hidden"], ["output"]])
    #expect(program.instructions.filter { $0.kind == .update(parameter: 0) }.map(\.scope) == [["hidden"]])
  }

  @Test func aShapeErrorNamesItsPlace() throws {
    var builder = ProgramBuilder()
    let x = builder.input("x", [4, 2])
    builder.scope = ["encoder", "gate"]
    let (w, b) = (builder.parameter("w", [3, 5]), builder.parameter("b", [5]))
    let error = #expect(throws: ShapeError.self) { try builder.apply(Affine(), x, w, b, named: "y") }
    #expect(
      error?.description
        == "encoder/gate: affine needs batch×inputs, inputs×units and units, found 4×2 and 3×5 and 5")
  }

  /// After the update the operands of a sum are what it has read, not the new weights.
  @Test func explanationsReadWhatWasThereBeforeTheUpdate() throws {
    let run = ProgramRun(
      try program(),
      [
        "x": [1, 2, -1, 0.5, 3, -2, 0.1, 0.2], "targets": [1, 0, 1, 0],
        "hidden.weight": [0.1, 0.2, 0.3, -0.1, 0.5, 0.4],
        "output.weight": [0.3, -0.2, 0.6],
      ])
    let parameter = run.program.parameters[0]
    run.bound.mutableView(of: parameter.previous[0]).copy(run.values("hidden.weight"))
    run.set("hidden.weight", [Float](repeating: 9, count: 6))
    let sum = try #require(run.program.slot(named: "hidden.sum"))
    let address = CellAddress(sum.id, cell: 4)
    let value = Double(run.values("hidden.sum")[4])
    let expansion = try #require(run.bound.expansion(of: address, afterUpdate: true))
    #expect(abs(expansion.sum - value) < 1e-6)
    #expect(expansion.terms[0].factors[1].operands[0].address == CellAddress(parameter.previous[0], cell: 1))
    #expect(try abs(#require(run.bound.expansion(of: address)).sum - value) > 1)
  }
}
