public import TensorMath

/// The mean over all cells of (prediction − target)². Both [batch, outputs]; the result is a scalar.
public struct SquaredError: DifferenceLossOperation {
  public static let name = "squared-error"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    outputs[0]?[0] = Kernels.squaredError(inputs[0], inputs[1])
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let prediction = gradients[0] {
      Kernels.squaredErrorBackward(inputs[0], inputs[1], upstream: upstream[0], into: prediction)
    }
    if let target = gradients[1] {
      Kernels.squaredErrorBackward(inputs[1], inputs[0], upstream: upstream[0], into: target)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let share = self.share(inputs)
    return Expansion(
      (0..<inputs[0].count).map { cell in
        let difference = Double(inputs[0][cell]) - Double(inputs[1][cell])
        return Term(Factor("(# − #)²", operands(cell, inputs), value: difference * difference), share)
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let sign: Double = input == 0 ? 1 : -1
    let difference = Double(inputs[0][cell]) - Double(inputs[1][cell])
    return Expansion([
      Term(
        Factor(.upstream(cell: 0), upstream[0]),
        .constant("\(input == 0 ? "" : "−")2/\(inputs[0].count)", sign * 2 / Double(inputs[0].count)),
        Factor("(# − #)", operands(cell, inputs), value: difference))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "loss = 1/N · Σ (prediction − target)²",
      backward: ["∂prediction = ∂loss · 2/N · (prediction − target)", ""],
      meaning: BilingualText(
        "The mean of the squared differences: twice as far off costs four times as much.",
        zh: "差的平方的平均：偏差加倍，代价变成四倍。"),
      gradientMeaning: BilingualText(
        "Twice the difference, shared among all N numbers: the farther off, the harder the pull.",
        zh: "两倍的差，再除以总个数 N：偏得越远，拉力越大。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(SquaredError(), differenceLossExampleInputs)
    ]
  }
}
