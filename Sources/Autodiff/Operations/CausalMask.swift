public import TensorMath

/// y[i, j] = x[i, j] where j ≤ i, −10⁹ elsewhere: no position looks at what comes after it, so that what comes next can
/// be asked of every position at once (Vaswani et al. 2017, arXiv:1706.03762, section 3.2.3).
///
/// −10⁹ stands for −∞: softmax makes exactly 0 of it beside any score of ordinary size, and unlike ∞ it can be computed
/// with. x and y [.., positions, positions].
public struct CausalMask: Operation {
  public static let name = "causal-mask"
  public let inputNames = ["x"]
  /// What a masked score becomes.
  public static let maskedScore: Float = -1e9

  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank >= 2,
      inputs[0].columns == inputs[0].dimensions[inputs[0].rank - 2], inputs[0].count > 0
    else { throw ShapeError(name, found: inputs, needed: "scores of as many keys as queries") }
    return inputs
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.causalMask(inputs[0], masked: Self.maskedScore, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.causalMask(upstream, masked: 0, into: x) }
  }

  private func isMasked(_ cell: Int, _ x: View) -> Bool { cell % x.columns > cell / x.columns % x.columns }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    isMasked(cell, inputs[0]) ? .masked : Expansion([Term(Factor(.input(0, cell: cell), inputs[0][cell]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    isMasked(cell, inputs[0]) ? .nothing : Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[i, j] = x[i, j] if j ≤ i, else −10⁹", backward: ["∂x[i, j] = ∂y[i, j] if j ≤ i, else 0"],
      meaning: BilingualText(
        "Hides what comes later: −10⁹ stands for −∞, of which softmax makes 0.",
        zh: "遮住后面的位置：−10⁹ 代表 −∞，经 softmax 变成 0。"),
      gradientMeaning: BilingualText(
        "What was hidden had no part in the result and gets no gradient.", zh: "被遮住的没有参与结果，得不到梯度。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(CausalMask(), [exampleTokens([1, 2, 3, 3], 7)])]
  }
}

extension Expansion {
  /// A masked score, which depends on nothing.
  static let masked = Expansion([Term(.constant("−10⁹", Double(CausalMask.maskedScore)))])
}
