public import TensorMath

/// y = x at one position of each sequence. x [batch, positions, width], y [batch, width].
public struct SelectPosition: Operation {
  public static let name = "select-position"
  public let inputNames = ["x"]
  /// Which position, from 0.
  public let position: Int

  public init(at position: Int) { self.position = position }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank == 3, position >= 0, position < inputs[0].dimensions[1] else {
      throw ShapeError(name, found: inputs, needed: "batch×positions×width with a position \(position), counted from 0")
    }
    return [[inputs[0].dimensions[0], inputs[0].columns]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.copyStep(position, of: inputs[0].size(ofAxis: 2), in: inputs[0], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    guard let x = gradients[0] else { return }
    x.fill(0)
    Kernels.copyStep(upstream, into: x, at: position, of: inputs[0].size(ofAxis: 2))
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let x = inputs[0]
    let source = (cell / x.columns * x.size(ofAxis: 2) + position) * x.columns + cell % x.columns
    return Expansion([Term(Factor(.input(0, cell: source), x[source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (width, positions) = (inputs[0].columns, inputs[0].size(ofAxis: 2))
    let row = cell / width
    guard row % positions == position else { return .nothing }
    let source = row / positions * width + cell % width
    return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[n, :] = x[n, \(position), :]", backward: ["∂x[n, \(position), :] = ∂y[n, :], 0 elsewhere"],
      meaning: BilingualText("Takes one position of each sequence as it is.", zh: "原样取出每个序列的一个位置。"),
      gradientMeaning: BilingualText(
        "The gradient goes back to the position taken; the others had no part in it.",
        zh: "梯度传回被取出的位置；其余位置没有参与。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(SelectPosition(at: 0), [exampleTokens([2, 3, 2], 18)]),
      OperationExample(SelectPosition(at: 2), [exampleTokens([2, 3, 2], 19)]),
    ]
  }
}
