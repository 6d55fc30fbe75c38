public import TensorMath

/// y = x · W + b: the sum that every neuron of a dense layer forms.
/// x [.., inputs], W [inputs, units], b [units], y [.., units]: a matrix has one row for each sample, sequences
/// [batch, positions, inputs] one for each position, and every row goes through the same weights.
///
/// Where several of these share their weights, as the time steps of a GRU do, one product over the rows of all forms
/// the gradient: `∂W = Σ xᵀ · ∂y`.
public struct Affine: GatheringOperation {
  public static let name = "affine"
  public let inputNames = ["x", "W", "b"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 3, inputs[0].rank >= 2, inputs[1].rank == 2, inputs[2].rank == 1,
      inputs[0].columns == inputs[1].dimensions[0], inputs[1].dimensions[1] == inputs[2].dimensions[0]
    else {
      let rows = inputs.first?.rank == 3 ? "batch×positions" : "batch"
      throw ShapeError(name, found: inputs, needed: "\(rows)×inputs, inputs×units and units")
    }
    return [Shape(inputs[0].dimensions.dropLast() + [inputs[1].columns])]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.affine(inputs[0], inputs[1], bias: inputs[2], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.productTransposedRight(upstream, inputs[1], into: x) }
    if let weights = gradients[1] { Kernels.productTransposedLeft(inputs[0], upstream, into: weights) }
    if let bias = gradients[2] { Kernels.sumRows(upstream, into: bias) }
  }

  public var gatheredInputs: Set<Int> { [1, 2] }

  public func boundGather(_ uses: [GatheredUse], ofInput input: Int, into gradient: MutableView) -> Action {
    let upstreams = uses.map(\.upstream)
    return input == 1
      ? gatherProducts(uses.map { $0.inputs[0] }, upstreams, into: gradient) : gatherRows(upstreams, into: gradient)
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, weights, bias) = (inputs[0], inputs[1], inputs[2])
    let (row, column) = (cell / weights.columns, cell % weights.columns)
    let products = (0..<x.columns).map { k in
      Term(
        Factor(.input(0, cell: row * x.columns + k), x[row, k]),
        Factor(.input(1, cell: k * weights.columns + column), weights[k, column]))
    }
    return Expansion(products + [Term(Factor(.input(2, cell: column), bias[column]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (x, weights) = (inputs[0], inputs[1])
    let units = weights.columns
    switch input {
    case 0:  // ∂x[row, k] = Σ over units of ∂y[row, unit] · W[k, unit]
      let (row, k) = (cell / x.columns, cell % x.columns)
      return Expansion(
        (0..<units).map { unit in
          Term(
            Factor(.upstream(cell: row * units + unit), upstream[row, unit]),
            Factor(.input(1, cell: k * units + unit), weights[k, unit]))
        })
    case 1:  // ∂W[k, unit] = Σ over the rows of x[row, k] · ∂y[row, unit]
      let (k, unit) = (cell / units, cell % units)
      return Expansion(
        (0..<x.rows).map { row in
          Term(
            Factor(.input(0, cell: row * x.columns + k), x[row, k]),
            Factor(.upstream(cell: row * units + unit), upstream[row, unit]))
        })
    default:  // ∂b[unit] = Σ over the rows of ∂y[row, unit]
      return Expansion(
        (0..<x.rows).map { row in Term(Factor(.upstream(cell: row * units + cell), upstream[row, cell])) })
    }
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x · W + b", backward: ["∂x = ∂y · Wᵀ", "∂W = xᵀ · ∂y", "∂b = Σₙ ∂yₙ"],
      meaning: BilingualText(
        "Each unit adds up its inputs, each times its own weight, and its bias.",
        zh: "每个神经元把各输入乘以自己的权重后相加，再加上偏置。"),
      gradientMeaning: BilingualText(
        "The arriving gradient goes back through the same weights: to each input by its weight, to each weight by its input.",
        zh: "到达的梯度沿同样的连接传回：传给输入要乘权重，传给权重要乘输入。"))
  }

  public static var examples: [OperationExample] {
    let x = Tensor(rows: [[0.5, -1.2, 0.8], [1.5, 0.3, -0.6]])
    let weights = Tensor(rows: [[0.2, -0.4], [0.7, 0.1], [-0.5, 0.9]])
    let bias = Tensor([2], [0.1, -0.3])
    let sequences = Tensor([2, 2, 3], [0.5, -1.2, 0.8, 1.5, 0.3, -0.6, -0.7, 0.9, 0.4, 0.2, -0.5, 1.1])
    return [OperationExample(Affine(), [x, weights, bias]), OperationExample(Affine(), [sequences, weights, bias])]
  }
}
