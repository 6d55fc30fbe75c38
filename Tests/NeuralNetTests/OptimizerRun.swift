import Autodiff
import NeuralNet
import TensorMath

/// An optimizer with one parameter and its states, and what they were before the last step.
final class OptimizerRun {
  let optimizer: any Optimizer
  let parameter: MutableViewValues
  let states: [MutableViewValues]
  private(set) var previous: [[Float]] = []
  private(set) var gradient: [Float] = []
  private(set) var lastStep = UpdateStep(number: 0, learningRate: 0)
  private let gradientValues: MutableViewValues

  init(_ optimizer: any Optimizer, start: Tensor) {
    self.optimizer = optimizer
    let line = start.shape.count + 16
    let arena = Arena(count: line * (2 + optimizer.stateNames.count) + 16)
    var plan = ArenaPlan()
    func place() -> MutableViewValues {
      MutableViewValues(arena: arena, view: arena.mutableView(at: plan.place(start.shape.count), shape: start.shape))
    }
    parameter = place()
    gradientValues = place()
    states = optimizer.stateNames.map { _ in place() }
    parameter.view.copy(start.values)
  }

  func step(gradient: Tensor, learningRate: Float) {
    previous = [parameter.values] + states.map(\.values)
    self.gradient = gradient.values
    gradientValues.view.copy(gradient.values)
    lastStep = UpdateStep(number: lastStep.number + 1, learningRate: learningRate)
    optimizer.update(
      parameter.view, gradient: gradientValues.view.readable,
      states: OptimizerStates(first: states.first?.view, second: states.count > 1 ? states[1].view : nil),
      at: lastStep)
  }

  /// The numbers of one cell around the last step.
  func cells(_ cell: Int) -> UpdateCells {
    func operand(_ value: Float) -> Operand { Operand(.constant(""), Double(value)) }
    return UpdateCells(
      gradient: operand(gradient[cell]), previousParameter: operand(previous[0][cell]),
      previousStates: previous.dropFirst().map { operand($0[cell]) }, states: states.map { operand($0.values[cell]) })
  }
}

/// A place in an arena that it keeps alive.
struct MutableViewValues {
  let arena: Arena
  let view: MutableView
  var values: [Float] { view.readable.values }
}
