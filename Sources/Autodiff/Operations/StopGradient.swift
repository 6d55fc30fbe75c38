public import TensorMath

/// y = x, and nothing flows back: the state that one piece of a sequence hands to the next when backpropagation
/// through time is truncated (Williams and Peng 1990, An efficient gradient-based algorithm for on-line training of
/// recurrent network trajectories). Any shape.
public struct StopGradient: Operation {
  public static let name = "stop-gradient"
  public let inputNames = ["x"]
  public let constantInputs: Set<Int> = [0]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1 else { throw ShapeError(name, found: inputs, needed: "one input") }
    return inputs
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) { outputs[0]?.copy(inputs[0]) }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {}

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion([Term(Factor(.input(0, cell: cell), inputs[0][cell]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion { .nothing }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x", backward: ["∂x = 0"],
      meaning: BilingualText(
        "Passes the numbers on, and lets no gradient back: here backpropagation through time is cut.",
        zh: "数照样传下去，梯度不再往回走：随时间的反向传播在这里截断。"),
      gradientMeaning: BilingualText("No gradient passes.", zh: "梯度不通过。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(StopGradient(), [elementwiseExampleInput], dataInputs: [0])]
  }
}
