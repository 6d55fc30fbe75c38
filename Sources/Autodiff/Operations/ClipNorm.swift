public import TensorMath

/// y = x · min(1, c / (‖x‖ + 10⁻⁶)): shortens what is longer than c and leaves its direction
/// (Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063, algorithm 1; as `torch.nn.utils.clip_grad_norm_`).
/// x of any shape, norm a scalar that may be that of more tensors than x.
public struct ClipNorm: Operation {
  public static let name = "clip-norm"
  public let inputNames = ["x", "norm"]
  /// c, above 0.
  public let limit: Float

  public init(limit: Float) { self.limit = limit }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[1].count == 1 else {
      throw ShapeError(name, found: inputs, needed: "a tensor and one number, the norm")
    }
    return [inputs[0]]
  }

  /// min(1, c / (norm + 10⁻⁶)); NaN where the norm is none.
  private func share(_ norm: Float) -> Double {
    let share = Double(limit) / (Double(norm) + 1e-6)
    return share > 1 ? 1 : share
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.scale(inputs[0], by: Float(share(inputs[1][0])), into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.scale(upstream, by: Float(share(inputs[1][0])), into: x) }
    if let norm = gradients[1] {
      var sum = 0.0
      for cell in 0..<upstream.count { sum += Double(upstream[cell]) * Double(inputs[0][cell]) }
      norm[0] = Float(sum * slope(inputs[1][0]))
    }
  }

  /// By how much the share changes with the norm: −c / (norm + 10⁻⁶)², or 0 where nothing is shortened.
  private func slope(_ norm: Float) -> Double {
    let share = share(norm)
    return share == 1 ? 0 : -share / (Double(norm) + 1e-6)
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion([Term(Factor(.input(0, cell: cell), inputs[0][cell]), shareFactor(inputs[1][0]))])
  }

  private func shareFactor(_ norm: Float) -> Factor {
    Factor("min(1, \(limit)/(# + 10⁻⁶))", [Operand(.input(1, cell: 0), Double(norm))], value: share(norm))
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let norm = inputs[1][0]
    if input == 0 { return Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]), shareFactor(norm))]) }
    let slope = Factor("share′(#)", [Operand(.input(1, cell: 0), Double(norm))], value: slope(norm))
    return Expansion(
      (0..<upstream.count).map {
        Term(Factor(.upstream(cell: $0), upstream[$0]), Factor(.input(0, cell: $0), inputs[0][$0]), slope)
      })
  }

  public func smoothPieces(_ inputs: ViewList) -> [Int8] { [share(inputs[1][0]) < 1 ? 1 : 0] }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x · min(1, \(limit) / (norm + 10⁻⁶))",
      backward: ["∂x = ∂y · min(1, \(limit) / (norm + 10⁻⁶))", "∂norm = Σ ∂y · x · share′(norm)"],
      meaning: BilingualText(
        "Shortens a vector that is longer than the limit down to it; the direction stays.",
        zh: "把长于上限的向量缩短到上限；方向不变。"),
      gradientMeaning: BilingualText(
        "The arriving gradient, shortened by the same share.", zh: "到达的梯度按同样的比例缩短。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(ClipNorm(limit: 1), [elementwiseExampleInput, Tensor(.scalar, [2.5])]),
      OperationExample(ClipNorm(limit: 4), [elementwiseExampleInput, Tensor(.scalar, [2.5])]),
    ]
  }
}
