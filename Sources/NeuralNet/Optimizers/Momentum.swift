public import Autodiff
public import TensorMath

/// Gradient descent with momentum: u ← μ u + g, w ← w − η u
/// (Polyak 1964; in the form of Sutskever, Martens, Dahl and Hinton 2013 that PyTorch uses, with the
/// learning rate outside the velocity).
public struct Momentum: Optimizer {
  public static let name = "momentum"
  public static let constants = [OptimizerConstant("momentum", symbol: "μ", default: 0.9, in: 0...0.9999)]
  public let stateNames = ["velocity"]
  let momentum: Double

  public init(_ constants: [String: Double]) { momentum = constants["momentum"] ?? 0.9 }

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    guard let velocity = states.first else { return }
    Kernels.momentum(
      parameter, gradient, velocity: velocity, learningRate: step.learningRate, momentum: Float(momentum),
      nesterov: false)
  }

  public func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    descent(cells, step, cell(cells.states[0]))
  }

  public func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    Expansion([Term(.constant("μ", momentum), cell(cells.previousStates[0])), Term(cell(cells.gradient))])
  }

  public let formulas = ["u ← μ · u + g", "w ← w − η · u"]
  public let meaning = BilingualText(
    "A velocity remembers earlier gradients: it evens out zigzag and gathers speed along a slope.",
    zh: "“速度”记住以前的梯度：抵消来回摆动，并沿着坡积累速度。")
}
