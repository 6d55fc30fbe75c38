import Autodiff
import NeuralNet
import TensorMath

/// The same optimizer with steps that are longer, shorter or the other way round.
func scalingSteps(of optimizer: any Optimizer, by factor: Float) -> any Optimizer {
  func scaled<Base: Optimizer>(_ base: Base) -> any Optimizer { ScaledStep(base: base, factor: factor) }
  return scaled(optimizer)
}

/// An optimizer whose learning rate is multiplied by a factor: −1 turns every update around, 100 makes it far too long.
struct ScaledStep<Base: Optimizer>: Optimizer {
  static var name: String { Base.name }
  static var constants: [OptimizerConstant] { Base.constants }
  let base: Base
  let factor: Float

  init(_ constants: [String: Double]) { self.init(base: Base(constants), factor: 1) }

  init(base: Base, factor: Float) {
    self.base = base
    self.factor = factor
  }

  private func scaled(_ step: UpdateStep) -> UpdateStep {
    UpdateStep(number: step.number, learningRate: step.learningRate * factor)
  }

  var stateNames: [String] { base.stateNames }

  func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    base.update(parameter, gradient: gradient, states: states, at: scaled(step))
  }

  func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    let expansion = base.expansion(ofParameter: cells, at: scaled(step))
    guard factor < 0 else { return expansion }
    return Expansion(
      expansion.terms.map { term in
        Term(
          factors: term.factors.map {
            $0.operands.first?.place == .constant("−learning rate") ? .constant("learning rate", $0.value) : $0
          })
      }, where: expansion.definitions)
  }

  func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    base.expansion(ofState: index, cells, at: scaled(step))
  }

  /// What the code means to do.
  var formulas: [String] { base.formulas }
  var meaning: BilingualText { base.meaning }
}
