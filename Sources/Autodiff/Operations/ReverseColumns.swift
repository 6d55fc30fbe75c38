public import TensorMath

/// y = x with its columns in the opposite order; of two columns, exchanged: each neuron of a pair gets
/// to see the other. x and y [batch, columns].
public struct ReverseColumns: Operation {
  public static let name = "reverse-columns"
  public let inputNames = ["x"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank == 2 else { throw ShapeError(name, found: inputs, needed: "batch×columns") }
    return inputs
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.reverseColumns(inputs[0], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.reverseColumns(upstream, into: x) }
  }

  /// The cell on the other side of its row.
  private func opposite(_ cell: Int, _ columns: Int) -> Int { cell / columns * columns + columns - 1 - cell % columns }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let source = opposite(cell, inputs[0].columns)
    return Expansion([Term(Factor(.input(0, cell: source), inputs[0][source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let source = opposite(cell, upstream.columns)
    return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[:, j] = x[:, n − 1 − j]", backward: ["∂x[:, j] = ∂y[:, n − 1 − j]"],
      meaning: BilingualText(
        "Turns the order of the columns round: of two neurons, each gets to see the other.",
        zh: "把列的顺序反过来：两个神经元时，每个看到的是对方。"),
      gradientMeaning: BilingualText(
        "The gradient goes back to where each number came from.", zh: "梯度传回每个数原来的位置。"))
  }

  public static var examples: [OperationExample] { [OperationExample(ReverseColumns(), [elementwiseExampleInput])] }
}
