public import TensorMath

/// y = x at one time step + h · W + b: what the input says, and what the state of the step before says through the
/// recurrent weights (Elman 1990; in the terms of a state machine, the state transfer).
/// x [time · batch, sums], h [batch, units], W [units, sums], b [sums], y [batch, sums].
///
/// Every time step has one of these, with the same W. The gradient of W is one product over all steps:
/// `∂W = Σₜ h(t−1)ᵀ · ∂y(t)`.
public struct StateTransfer: GatheringOperation {
  public static let name = "state-transfer"
  public let inputNames = ["x", "h", "W", "b"]
  /// Which time step, from 0.
  public let step: Int

  public init(step: Int) { self.step = step }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 4, inputs[0].rank == 2, inputs[1].rank == 2, inputs[2].rank == 2, inputs[3].rank == 1,
      inputs[1].dimensions[1] == inputs[2].dimensions[0], inputs[2].dimensions[1] == inputs[3].dimensions[0],
      inputs[0].dimensions[1] == inputs[3].dimensions[0], step >= 0,
      inputs[0].dimensions[0] >= (step + 1) * inputs[1].dimensions[0]
    else {
      throw ShapeError(name, found: inputs, needed: "time·batch×sums, batch×units, units×sums and sums")
    }
    return [[inputs[1].dimensions[0], inputs[3].dimensions[0]]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    Kernels.stateTransfer(
      inputs[0], fromRow: step * inputs[1].rows, state: inputs[1], weights: inputs[2], bias: inputs[3], into: y)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] {
      x.fill(0)
      Kernels.copyBlock(upstream, into: x, atRow: step * upstream.rows, column: 0)
    }
    if let h = gradients[1] { Kernels.productTransposedRight(upstream, inputs[2], into: h) }
    if let weights = gradients[2] { Kernels.productTransposedLeft(inputs[1], upstream, into: weights) }
    if let bias = gradients[3] { Kernels.sumRows(upstream, into: bias) }
  }

  /// The input's part, the weights and the bias serve all time steps.
  public var gatheredInputs: Set<Int> { [0, 2, 3] }

  public func boundGather(_ uses: [GatheredUse], ofInput input: Int, into gradient: MutableView) -> Action {
    let steps = uses.map { ($0.operation as? StateTransfer)?.step ?? 0 }
    let upstreams = uses.map(\.upstream)
    switch input {
    case 0:
      return Action {
        for (upstream, step) in zip(upstreams, steps) {
          Kernels.copyBlock(upstream, into: gradient, atRow: step * upstream.rows, column: 0)
        }
      }
    case 2: return gatherProducts(uses.map { $0.inputs[1] }, upstreams, into: gradient)
    default: return gatherRows(upstreams, into: gradient)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (h, weights, bias) = (inputs[1], inputs[2], inputs[3])
    let (row, column) = (cell / weights.columns, cell % weights.columns)
    let source = cell + step * h.rows * weights.columns
    let products = (0..<h.columns).map { k in
      Term(
        Factor(.input(1, cell: row * h.columns + k), h[row, k]),
        Factor(.input(2, cell: k * weights.columns + column), weights[k, column]))
    }
    return Expansion(
      [Term(Factor(.input(0, cell: source), inputs[0][source]))] + products
        + [Term(Factor(.input(3, cell: column), bias[column]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (h, weights) = (inputs[1], inputs[2])
    let sums = weights.columns
    switch input {
    case 0:  // ∂x at this step = ∂y; this step has no part in the others
      let source = cell - step * upstream.count
      guard source >= 0, source < upstream.count else { return .nothing }
      return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
    case 1:  // ∂h[row, k] = Σ over sums of ∂y[row, sum] · W[k, sum]
      let (row, k) = (cell / h.columns, cell % h.columns)
      return Expansion(
        (0..<sums).map { sum in
          Term(
            Factor(.upstream(cell: row * sums + sum), upstream[row, sum]),
            Factor(.input(2, cell: k * sums + sum), weights[k, sum]))
        })
    case 2:  // ∂W[k, sum] = Σ over the batch of h[row, k] · ∂y[row, sum]
      let (k, sum) = (cell / sums, cell % sums)
      return Expansion(
        (0..<h.rows).map { row in
          Term(
            Factor(.input(1, cell: row * h.columns + k), h[row, k]),
            Factor(.upstream(cell: row * sums + sum), upstream[row, sum]))
        })
    default:  // ∂b[sum] = Σ over the batch of ∂y[row, sum]
      return Expansion(
        (0..<h.rows).map { row in Term(Factor(.upstream(cell: row * sums + cell), upstream[row, cell])) })
    }
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x(t) + h(t−1) · W + b",
      backward: ["∂x(t) = ∂y(t)", "∂h(t−1) = ∂y(t) · Wᵀ", "∂W = Σₜ h(t−1)ᵀ · ∂y(t)", "∂b = Σₜ Σₙ ∂y(t)ₙ"],
      meaning: BilingualText(
        "Adds what the input says now and what the state of the step before says through the recurrent weights.",
        zh: "把当前输入所说的，与上一步状态经循环权重传来的相加。"),
      gradientMeaning: BilingualText(
        "The gradient goes back in time through the same recurrent weights; each step adds its share to theirs.",
        zh: "梯度经同样的循环权重回到更早的时刻；每个时间步都向权重的梯度贡献一份。"))
  }

  public static var examples: [OperationExample] {
    let x = Tensor(rows: [[0.4, -0.2], [0.1, 0.6], [-0.5, 0.3], [0.7, -0.9]])
    let h = Tensor(rows: [[0.5, -0.8, 0.3], [-0.4, 0.9, 0.2]])
    let weights = Tensor(rows: [[0.2, -0.4], [0.7, 0.1], [-0.5, 0.9]])
    return [OperationExample(StateTransfer(step: 1), [x, h, weights, Tensor([2], [0.1, -0.3])])]
  }
}
