public import Autodiff
public import TensorMath

/// RMSProp: s ← ρ s + (1 − ρ) g², w ← w − η g / (√s + ε)
/// (Tieleman and Hinton 2012, lecture 6.5; ε outside the root as in PyTorch).
public struct RMSProp: Optimizer {
  public static let name = "rmsprop"
  public static let constants = [
    OptimizerConstant("decay", symbol: "ρ", default: 0.99, in: 0...0.9999),
    OptimizerConstant("epsilon", symbol: "ε", default: 1e-8, in: 1e-12...1),
  ]
  public let stateNames = ["square"]
  let decay: Double
  let epsilon: Double

  public init(_ constants: [String: Double]) {
    decay = constants["decay"] ?? 0.99
    epsilon = constants["epsilon"] ?? 1e-8
  }

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    guard let square = states.first else { return }
    Kernels.rmsProp(
      parameter, gradient, square: square, learningRate: step.learningRate, decay: decay, epsilon: Float(epsilon))
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
      Term(.constant("ρ", decay), cell(cells.previousStates[0])),
      Term(.constant("(1 − ρ)", 1 - decay), Factor("#²", [gradient], value: gradient.value * gradient.value)),
    ])
  }

  public let formulas = ["s ← ρ · s + (1 − ρ) · g²", "w ← w − η · g / (√s + ε)"]
  public let meaning = BilingualText(
    "Each parameter's step is divided by the usual size of its gradient: steep and flat directions move alike.",
    zh: "每个参数的步长除以它梯度的常见大小：陡的方向和平的方向走得一样快。")
}
