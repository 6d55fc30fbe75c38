public import Autodiff
public import TensorMath

/// Adadelta: steps as large as the usual step so far, so that they have the unit of the parameter
/// (Zeiler 2012, arXiv:1212.5701, algorithm 1; with a learning rate, usually 1, as in PyTorch).
///
///     s ← ρ s + (1 − ρ) g²
///     Δ = √(u + ε) / √(s + ε) · g
///     u ← ρ u + (1 − ρ) Δ²
///     w ← w − η Δ
public struct Adadelta: Optimizer {
  public static let name = "adadelta"
  public static let constants = [
    OptimizerConstant("decay", symbol: "ρ", default: 0.9, in: 0...0.9999),
    OptimizerConstant("epsilon", symbol: "ε", default: 1e-6, in: 1e-12...1),
  ]
  /// s and u.
  public let stateNames = ["square", "movement"]
  let decay: Double
  let epsilon: Double

  public init(_ constants: [String: Double]) {
    decay = constants["decay"] ?? 0.9
    epsilon = constants["epsilon"] ?? 1e-6
  }

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    guard let square = states.first, let movement = states.second else { return }
    Kernels.adadelta(
      parameter, gradient, square: square, movement: movement, learningRate: step.learningRate, decay: decay,
      epsilon: Float(epsilon))
  }

  /// √(u + ε) / √(s + ε), with u from before this step.
  private func scale(_ cells: UpdateCells) -> (operands: [Operand], value: Double) {
    let (movement, square) = (cells.previousStates[1], cells.states[0])
    return ([movement, square], ((movement.value + epsilon) / (square.value + epsilon)).squareRoot())
  }

  public func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    let scale = scale(cells)
    return descent(
      cells, step, Factor("√((# + ε)/(# + ε))", scale.operands, value: scale.value), cell(cells.gradient))
  }

  public func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    let gradient = cells.gradient
    let kept = Term(.constant("ρ", decay), cell(cells.previousStates[index]))
    let square = Factor("#²", [gradient], value: gradient.value * gradient.value)
    let rest = Factor.constant("(1 − ρ)", 1 - decay)
    if index == 0 { return Expansion([kept, Term(rest, square)]) }
    let scale = scale(cells)
    return Expansion([
      kept, Term(rest, Factor("(# + ε)/(# + ε)", scale.operands, value: scale.value * scale.value), square),
    ])
  }

  public let formulas = [
    "s ← ρ · s + (1 − ρ) · g²", "u ← ρ · u + (1 − ρ) · Δ²,  Δ = √(u + ε) / √(s + ε) · g", "w ← w − η · Δ",
  ]
  public let meaning = BilingualText(
    "The gradient over its usual size, times the usual size of the steps so far: it finds its own step size, slowly.",
    zh: "梯度除以自身的常见大小，再乘以至今步长的常见大小：它自己慢慢找到步长。")
}
