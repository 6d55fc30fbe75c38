public import TensorMath

/// y = the numbers of each sample in one row: maps become features for a dense layer.
/// x [batch, …], y [batch, product of the rest].
public struct Flatten: Operation {
  public static let name = "flatten"
  public let inputNames = ["x"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank >= 2 else {
      throw ShapeError(name, found: inputs, needed: "a batch of samples with one axis or more")
    }
    return [[inputs[0].dimensions[0], inputs[0].dimensions.dropFirst().reduce(1, *)]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) { outputs[0]?.copy(inputs[0]) }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    gradients[0]?.copy(upstream)
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion([Term(Factor(.input(0, cell: cell), inputs[0][cell]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[n, k] = x[n, c, i, j], k counting row by row", backward: ["∂x[n, c, i, j] = ∂y[n, k]"],
      meaning: BilingualText("Puts all numbers of a sample in one row.", zh: "把一个样本的所有数排成一行。"),
      gradientMeaning: BilingualText("Each number takes its gradient back to its place.", zh: "每个数带着梯度回到原位。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(Flatten(), [Convolution.exampleImage([2, 2, 2, 3])])]
  }
}
