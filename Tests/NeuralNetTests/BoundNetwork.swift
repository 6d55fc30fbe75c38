import Autodiff
import NeuralNet
import TensorMath

/// A training program with its numbers, run by hand: what the machine does, without data sets.
final class BoundNetwork {
  let program: Program
  let bound: BoundProgram
  let optimizer: any Optimizer
  let learningRate: Float
  private var iteration = 0

  init(_ program: Program, _ optimizer: any Optimizer, learningRate: Float) {
    self.program = program
    bound = BoundProgram(
      program, in: Arena(count: program.durableCount + program.transientCount), transientStart: program.durableCount)
    self.optimizer = optimizer
    self.learningRate = learningRate
  }

  func set(_ name: String, to values: [Float]) {
    guard let slot = program.slot(named: name) else { return }
    bound.mutableView(of: slot.id).copy(values)
  }

  func values(_ name: String) -> [Float] {
    program.slot(named: name).map { bound.view(of: $0.id).values } ?? []
  }

  /// One iteration; the inputs stay as they were set.
  func runIteration() {
    iteration += 1
    for (index, instruction) in program.instructions.enumerated() {
      guard case .update(let parameter) = instruction.kind else {
        bound.execute(index)
        continue
      }
      let states = program.parameters[parameter].states.map(bound.mutableView(of:))
      optimizer.update(
        bound.mutableView(of: program.parameters[parameter].slot),
        gradient: bound.view(of: program.parameters[parameter].updateGradient),
        states: OptimizerStates(first: states.first, second: states.count > 1 ? states[1] : nil),
        at: UpdateStep(number: iteration, learningRate: learningRate))
    }
  }
}
