public import TensorMath

/// y = 1 where x > 0 and 0 elsewhere: the neuron of McCulloch and Pitts (1943, "A logical calculus of
/// the ideas immanent in nervous activity"). Its slope is 0 everywhere but at the jump, where it has
/// none, so that gradients cannot teach what comes before it.
public struct Step: ElementwiseOperation {
  public static let name = "step"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.step(inputs[0], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    gradients[0]?.fill(0)
  }

  public let valueForm = "[# > 0]"
  public func value(_ x: Double) -> Double { x.isNaN ? x : x > 0 ? 1 : 0 }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("step′(#)", .x) }
  public func derivative(x: Double, y: Double) -> Double { 0 }
  public func smoothPieces(_ inputs: ViewList) -> [Int8] { signs(inputs[0]) }

  /// 0, whatever arrives, a NaN too: nothing is multiplied.
  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let x = Double(inputs[0][cell])
    return Expansion([Term(Factor(derivativeForm.form, [Operand(.input(0, cell: cell), x)], value: 0))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x > 0 ? 1 : 0", backward: ["∂x = ∂y · 0"],
      meaning: BilingualText(
        "Fires or does not: 1 above 0, else 0. A small change of the sum changes nothing, so the slope is 0.",
        zh: "要么激发，要么不激发：大于 0 输出 1，否则输出 0。和的微小变化不起作用，所以斜率为 0。"),
      gradientMeaning: BilingualText(
        "The slope is 0 on both sides of the jump, so every gradient ends here: the weights before it cannot learn.",
        zh: "跳变两侧的斜率都是 0，所有梯度到此为止：它前面的权重无法学习。"))
  }

  public static var examples: [OperationExample] { [OperationExample(Step(), [elementwiseExampleInput])] }
}
