public import Autodiff
public import TensorMath

/// Adam with decoupled weight decay: the parameter shrinks by η · decay first, apart from the
/// gradient, so that the decay is not divided by √v̂ (Loshchilov and Hutter 2019, arXiv:1711.05101,
/// algorithm 2).
public struct AdamW: Optimizer {
  public static let name = "adamw"
  public static let constants =
    Adam.constants + [OptimizerConstant("weight-decay", symbol: "λ", default: 0.01, in: 0...1)]
  public let stateNames = ["m", "v"]
  let moments: AdamMoments
  let decay: Double

  public init(_ constants: [String: Double]) {
    moments = AdamMoments(constants)
    decay = constants["weight-decay"] ?? 0.01
  }

  private func shrink(_ step: UpdateStep) -> Double { 1 - Double(step.learningRate) * decay }

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    moments.update(parameter, gradient, states, step, shrink: shrink(step))
  }

  public func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    Expansion([
      Term(.constant("(1 − η·λ)", shrink(step)), cell(cells.previousParameter)), moments.stepTerm(cells, step),
    ])
  }

  public func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    moments.expansion(ofState: index, cells)
  }

  public let formulas = [
    "m ← β₁ · m + (1 − β₁) · g", "v ← β₂ · v + (1 − β₂) · g²",
    "w ← (1 − η · λ) · w − η · m̂ / (√v̂ + ε),  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)",
  ]
  public let meaning = BilingualText(
    "Adam, and every parameter shrinks a little at each step, whatever its gradient.",
    zh: "Adam，外加每一步都让所有参数缩小一点，与梯度无关。")
}
