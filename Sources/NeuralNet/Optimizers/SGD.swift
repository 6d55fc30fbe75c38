public import Autodiff
public import TensorMath

/// Stochastic gradient descent: w ← w − η g.
public struct SGD: Optimizer {
  public static let name = "sgd"
  public static let constants: [OptimizerConstant] = []
  public init(_ constants: [String: Double] = [:]) {}
  public let stateNames: [String] = []

  public func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    Kernels.sgd(parameter, gradient, learningRate: step.learningRate)
  }

  public func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    descent(cells, step, cell(cells.gradient))
  }

  public func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion { Expansion([]) }

  public let formulas = ["w ← w − η · g"]
  public let meaning = BilingualText(
    "Each parameter takes a step against its gradient, as long as the learning rate says.",
    zh: "每个参数沿梯度的反方向走一步，步长由学习率决定。")
}
