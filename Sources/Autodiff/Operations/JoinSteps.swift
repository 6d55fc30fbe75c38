public import TensorMath

/// y = the states of all time steps as sequences. Inputs [batch, units], one for each step; y [batch, time, units].
public struct JoinSteps: Operation {
  public static let name = "join-steps"
  public let inputNames: [String]

  /// - Parameter count: of how many time steps.
  public init(count: Int) { inputNames = (0..<max(count, 1)).map { "h\($0)" } }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == inputNames.count, inputs[0].rank == 2, inputs.allSatisfy({ $0 == inputs[0] }) else {
      throw ShapeError(name, found: inputs, needed: "\(inputNames.count) tensors batch×units, all alike")
    }
    return [[inputs[0].dimensions[0], inputs.count, inputs[0].dimensions[1]]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    for step in 0..<inputs.count { Kernels.copyStep(inputs[step], into: y, at: step, of: inputs.count) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    for step in 0..<inputs.count {
      if let h = gradients[step] { Kernels.copyStep(step, of: inputs.count, in: upstream, into: h) }
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let width = inputs[0].columns
    let (row, column) = (cell / width, cell % width)
    let (sample, step) = (row / inputs.count, row % inputs.count)
    let source = sample * width + column
    return Expansion([Term(Factor(.input(step, cell: source), inputs[step][source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let width = inputs[0].columns
    let source = (cell / width * inputs.count + input) * width + cell % width
    return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[n, t, :] = hₜ[n, :]", backward: inputNames.map { "∂\($0) = ∂y at its time step" },
      meaning: BilingualText("Puts the states of all time steps in a row.", zh: "把各时间步的状态依次排好。"),
      gradientMeaning: BilingualText("Each time step gets back its own part.", zh: "每个时间步拿回属于自己的部分。"))
  }

  public static var examples: [OperationExample] {
    let states = [[0.5, -1.2, 0.3, 0.8], [0.1, 0.9, -0.4, 1.5], [-0.6, 0.2, 0.7, -0.9]] as [[Float]]
    return [OperationExample(JoinSteps(count: 3), states.map { Tensor([2, 2], $0) })]
  }
}
