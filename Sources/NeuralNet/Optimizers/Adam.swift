public import Autodiff
public import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// Adam: momentum and RMSProp together, each divided by 1 − βᵗ, since both start at 0
/// (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1).
///
///     m ← β₁ m + (1 − β₁) g        m̂ = m / (1 − β₁ᵗ)
///     v ← β₂ v + (1 − β₂) g²       v̂ = v / (1 − β₂ᵗ)
///     w ← w − η m̂ / (√v̂ + ε)
public struct Adam: Optimizer {
  public static let name = "adam"
  public static let constants = [
    OptimizerConstant("beta1", symbol: "β₁", default: 0.9, in: 0...0.9999),
    OptimizerConstant("beta2", symbol: "β₂", default: 0.999, in: 0...0.999999),
    OptimizerConstant("epsilon", symbol: "ε", default: 1e-8, in: 1e-12...1),
  ]
  public let stateNames = ["m", "v"]
  let moments: AdamMoments

  public init(_ constants: [String: Double]) { moments = AdamMoments(constants) }

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    moments.update(parameter, gradient, states, step, shrink: 1)
  }

  public func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    Expansion([Term(cell(cells.previousParameter)), moments.stepTerm(cells, step)])
  }

  public func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    moments.expansion(ofState: index, cells)
  }

  public let formulas = [
    "m ← β₁ · m + (1 − β₁) · g", "v ← β₂ · v + (1 − β₂) · g²",
    "w ← w − η · m̂ / (√v̂ + ε),  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)",
  ]
  public let meaning = BilingualText(
    "Momentum divided by the usual size of the gradient; both averages start at 0 and are corrected for it.",
    zh: "动量除以梯度的常见大小；两个平均都从 0 开始，所以要做偏差校正。")
}

/// The two running means that Adam and AdamW share.
struct AdamMoments: Sendable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  init(_ constants: [String: Double]) {
    beta1 = constants["beta1"] ?? 0.9
    beta2 = constants["beta2"] ?? 0.999
    epsilon = constants["epsilon"] ?? 1e-8
  }

  /// 1 − β₁ᵗ and 1 − β₂ᵗ
  func corrections(_ step: UpdateStep) -> (first: Double, second: Double) {
    (1 - pow(beta1, Double(step.number)), 1 - pow(beta2, Double(step.number)))
  }

  /// `shrink` multiplies the parameter first: 1, or AdamW's decay.
  func update(
    _ parameter: MutableView, _ gradient: View, _ states: OptimizerStates, _ step: UpdateStep, shrink: Double
  ) {
    guard let mean = states.first, let square = states.second else { return }
    let correction = corrections(step)
    Kernels.adam(
      parameter, gradient, mean: mean, square: square, beta1: beta1, beta2: beta2,
      stepSize: Float(Double(step.learningRate) / correction.first),
      rootCorrection: Float(correction.second.squareRoot()), epsilon: Float(epsilon), shrink: Float(shrink))
  }

  /// −η · m̂ · 1/(√v̂ + ε)
  func stepTerm(_ cells: UpdateCells, _ step: UpdateStep) -> Term {
    let correction = corrections(step)
    let (mean, square) = (cells.states[0], cells.states[1])
    return Term(
      .constant("−learning rate", -Double(step.learningRate)),
      Factor(
        "#/#", [mean, Operand(.constant("(1 − β₁ᵗ)"), correction.first)], value: mean.value / correction.first),
      Factor(
        "1/(√(#/#) + ε)", [square, Operand(.constant("(1 − β₂ᵗ)"), correction.second)],
        value: 1 / ((square.value / correction.second).squareRoot() + epsilon)))
  }

  func expansion(ofState index: Int, _ cells: UpdateCells) -> Expansion {
    let previous = cells.previousStates[index]
    let kept = Factor("#", [previous], value: previous.value)
    let gradient = cells.gradient
    return index == 0
      ? Expansion([
        Term(.constant("β₁", beta1), kept),
        Term(.constant("(1 − β₁)", 1 - beta1), Factor("#", [gradient], value: gradient.value)),
      ])
      : Expansion([
        Term(.constant("β₂", beta2), kept),
        Term(.constant("(1 − β₂)", 1 - beta2), Factor("#²", [gradient], value: gradient.value * gradient.value)),
      ])
  }
}
