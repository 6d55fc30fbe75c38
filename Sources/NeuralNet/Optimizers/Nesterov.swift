public import Autodiff
public import TensorMath

/// Nesterov's momentum: u ← μ u + g, w ← w − η (g + μ u)
/// (Nesterov 1983; the form of Sutskever et al. 2013 that PyTorch uses).
public struct Nesterov: Optimizer {
  public static let name = "nesterov"
  public static let constants = [OptimizerConstant("momentum", symbol: "μ", default: 0.9, in: 0...0.9999)]
  public let stateNames = ["velocity"]
  let momentum: Double

  public init(_ constants: [String: Double]) { momentum = constants["momentum"] ?? 0.9 }

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    guard let velocity = states.first else { return }
    Kernels.momentum(
      parameter, gradient, velocity: velocity, learningRate: step.learningRate, momentum: Float(momentum),
      nesterov: true)
  }

  public func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    let rate = Factor.constant("−learning rate", -Double(step.learningRate))
    return Expansion([
      Term(cell(cells.previousParameter)), Term(rate, cell(cells.gradient)),
      Term(rate, .constant("μ", momentum), cell(cells.states[0])),
    ])
  }

  public func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    Expansion([Term(.constant("μ", momentum), cell(cells.previousStates[0])), Term(cell(cells.gradient))])
  }

  public let formulas = ["u ← μ · u + g", "w ← w − η · (g + μ · u)"]
  public let meaning = BilingualText(
    "Momentum that looks one step ahead: the velocity's next move is already counted in.",
    zh: "向前多看一步的动量：把速度的下一步也提前算进来。")
}
