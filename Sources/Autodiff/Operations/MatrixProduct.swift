public import TensorMath

/// y = x · W: weighted sums without a bias, over x's last axis. x [batch, inputs] or [batch, positions, inputs],
/// W [inputs, units], y [batch, units] or [batch, positions, units].
public struct MatrixProduct: Operation {
  public static let name = "matrix-product"
  public let inputNames = ["x", "W"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank >= 2, inputs[1].rank == 2, inputs[0].columns == inputs[1].dimensions[0]
    else {
      let rows = inputs.first?.rank == 3 ? "batch×positions" : "batch"
      throw ShapeError(name, found: inputs, needed: "\(rows)×inputs and inputs×units")
    }
    return [Shape(inputs[0].dimensions.dropLast() + [inputs[1].dimensions[1]])]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.affine(inputs[0], inputs[1], bias: nil, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.productTransposedRight(upstream, inputs[1], into: x) }
    if let weights = gradients[1] { Kernels.productTransposedLeft(inputs[0], upstream, into: weights) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, weights) = (inputs[0], inputs[1])
    let (row, column) = (cell / weights.columns, cell % weights.columns)
    return Expansion(
      (0..<x.columns).map { k in
        Term(
          Factor(.input(0, cell: row * x.columns + k), x[row, k]),
          Factor(.input(1, cell: k * weights.columns + column), weights[k, column]))
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (x, weights) = (inputs[0], inputs[1])
    let units = weights.columns
    if input == 0 {  // ∂x[row, k] = Σ over units of ∂y[row, unit] · W[k, unit]
      let (row, k) = (cell / x.columns, cell % x.columns)
      return Expansion(
        (0..<units).map { unit in
          Term(
            Factor(.upstream(cell: row * units + unit), upstream[row, unit]),
            Factor(.input(1, cell: k * units + unit), weights[k, unit]))
        })
    }
    // ∂W[k, unit] = Σ over the batch of x[row, k] · ∂y[row, unit]
    let (k, unit) = (cell / units, cell % units)
    return Expansion(
      (0..<x.rows).map { row in
        Term(
          Factor(.input(0, cell: row * x.columns + k), x[row, k]),
          Factor(.upstream(cell: row * units + unit), upstream[row, unit]))
      })
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x · W", backward: ["∂x = ∂y · Wᵀ", "∂W = xᵀ · ∂y"],
      meaning: BilingualText(
        "Each unit adds up its inputs, each times its own weight.", zh: "每个神经元把各输入乘以自己的权重后相加。"),
      gradientMeaning: BilingualText(
        "The arriving gradient goes back through the same weights: to each input by its weight, to each weight by its input.",
        zh: "到达的梯度沿同样的连接传回：传给输入要乘权重，传给权重要乘输入。"))
  }

  public static var examples: [OperationExample] {
    let x = Tensor(rows: [[0.5, -1.2, 0.8], [1.5, 0.3, -0.6]])
    let weights = Tensor(rows: [[0.2, -0.4], [0.7, 0.1], [-0.5, 0.9]])
    let sequences = Tensor([2, 2, 3], [0.4, 0.9, -0.3, -1.1, 0.2, 0.6, 0.8, -0.5, 1.3, -0.7, 0.1, 0.5])
    return [
      OperationExample(MatrixProduct(), [x, weights]), OperationExample(MatrixProduct(), [sequences, weights]),
    ]
  }
}
