import Autodiff
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Gradient clipping: instructions of their own between the backward pass and the updates.
@Suite struct ClippingTests {
  private func machine(_ clipping: GradientClipping) throws -> TrainingMachine {
    try TrainingMachine(Setups.changing(Setups.iris("sgd", rate: 0.1)) { $0.clipping = clipping })
  }

  private func values(_ machine: TrainingMachine, _ name: String) throws -> [Float] {
    machine.bound.view(of: try #require(machine.program.slot(named: name), "\(name)").id).values
  }

  @Test func withoutLimitsThereIsNothing() throws {
    let program = try machine(.none).program
    #expect(program.slot(named: GradientClipping.normName) == nil)
    #expect(program.parameters.allSatisfy { $0.gradient == $0.updateGradient })
    #expect(!program.slots.contains { $0.name.contains("clipped") })
  }

  /// The optimizer sees gradients whose length is the limit, in the direction of the others.
  @Test func theNormIsLimited() throws {
    let machine = try machine(GradientClipping(norm: 0.05))
    machine.step()
    let start = try values(machine, "hidden1.weight")
    repeat { machine.step() } while machine.position < machine.instructionCount
    let norm = try values(machine, GradientClipping.normName)[0]
    var squares = 0.0
    var clippedSquares = 0.0
    for parameter in machine.program.parameters {
      let name = machine.program[parameter.slot].name
      let gradient = try values(machine, "\(name).gradient")
      let clipped = try values(machine, "\(name).gradient.clipped")
      for (a, b) in zip(gradient, clipped) {
        squares += Double(a) * Double(a)
        clippedSquares += Double(b) * Double(b)
        #expect(abs(b - a * 0.05 / (norm + 1e-6)) <= 1e-6 * abs(a))
      }
      #expect(machine.program[parameter.updateGradient].name == "\(name).gradient.clipped")
    }
    #expect(norm > 0.05 && abs(Double(norm) - squares.squareRoot()) < 1e-6)
    #expect(abs(clippedSquares.squareRoot() - 0.05) < 1e-6)
    let (after, clipped) = (
      try values(machine, "hidden1.weight"), try values(machine, "hidden1.weight.gradient.clipped")
    )
    for cell in start.indices { #expect(abs(after[cell] - (start[cell] - 0.1 * clipped[cell])) < 1e-7) }
  }

  @Test func aNormBelowTheLimitChangesNoBit() throws {
    let (limited, free) = (try machine(GradientClipping(norm: 1000)), try machine(.none))
    for _ in 0..<20 {
      limited.runIteration()
      free.runIteration()
    }
    #expect(try values(limited, "output.weight") == values(free, "output.weight"))
  }

  @Test func singleNumbersAreCutOff() throws {
    let machine = try machine(GradientClipping(value: 0.01))
    machine.runIteration()
    for (a, b) in zip(
      try values(machine, "output.weight.gradient"), try values(machine, "output.weight.gradient.clipped"))
    {
      #expect(b == max(-0.01, min(0.01, a)))
    }
    #expect(machine.program.slot(named: GradientClipping.normName) == nil)
  }

  /// Both: first the numbers, then the length of what remains, as two calls in PyTorch.
  @Test func bothLimitsFollowEachOther() throws {
    let machine = try machine(GradientClipping(norm: 0.02, value: 0.01))
    machine.runIteration()
    let (limited, clipped) = (
      try values(machine, "output.weight.gradient.limited"), try values(machine, "output.weight.gradient.clipped")
    )
    let norm = try values(machine, GradientClipping.normName)[0]
    for (a, b) in zip(limited, clipped) { #expect(abs(b - a * min(1, 0.02 / (norm + 1e-6))) <= 1e-6 * abs(a)) }
  }

  /// They can be stepped to, and asked for their terms.
  @Test func theNormIsExplained() throws {
    let timeline = try Timeline(Setups.changing(Setups.neuron("sgd")) { $0.clipping.norm = 0.1 })
    timeline.go(to: Moment(iteration: 0, position: timeline.position(of: GradientClipping.normName)))
    #expect(timeline.unexplained.isEmpty)
    let expansion = try #require(timeline.machine.expansion(of: timeline.cell(GradientClipping.normName)))
    #expect(expansion.definitions[0].terms.count == 3)
    #expect(expansion.definitions[0].terms.allSatisfy { $0.factors[0].operands[0].address != nil })
    timeline.step(.operation)
    #expect(timeline.machine.isComputed(timeline.cell("unit.weight.gradient.clipped").slot))
    #expect(timeline.unexplained.isEmpty)
    timeline.stepBack(.operation)
    #expect(!timeline.machine.isComputed(timeline.cell("unit.weight.gradient.clipped").slot))
  }
}
