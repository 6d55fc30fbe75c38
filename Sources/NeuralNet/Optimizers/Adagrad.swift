public import Autodiff
public import TensorMath

/// Adagrad: s ← s + g², w ← w − η g / (√s + ε)
/// (Duchi, Hazan and Singer 2011, "Adaptive subgradient methods for online learning and stochastic
/// optimization", fig. 1 with diagonal matrices; ε outside the root as in PyTorch).
public struct Adagrad: Optimizer {
  public static let name = "adagrad"
  public static let constants = [OptimizerConstant("epsilon", symbol: "ε", default: 1e-10, in: 1e-12...1)]
  public let stateNames = ["square"]
  let epsilon: Double

  public init(_ constants: [String: Double]) { epsilon = constants["epsilon"] ?? 1e-10 }

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    guard let square = states.first else { return }
    Kernels.adagrad(parameter, gradient, square: square, learningRate: step.learningRate, epsilon: Float(epsilon))
  }

  public func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    let square = cells.states[0]
    return descent(
      cells, step, cell(cells.gradient),
      Factor("1/(√# + ε)", [square], value: 1 / (square.value.squareRoot() + epsilon)))
  }

  public func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    let gradient = cells.gradient
    return Expansion([
      Term(cell(cells.previousStates[0])),
      Term(Factor("#²", [gradient], value: gradient.value * gradient.value)),
    ])
  }

  public let formulas = ["s ← s + g²", "w ← w − η · g / (√s + ε)"]
  public let meaning = BilingualText(
    "Each parameter's step is divided by the size of all its gradients so far: what moved much moves less and less.",
    zh: "每个参数的步长除以它至今所有梯度的大小：动得多的越走越慢。")
}
