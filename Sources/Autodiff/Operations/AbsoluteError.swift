public import TensorMath

/// The mean over all cells of |prediction − target|. Both [batch, outputs]; the result is a scalar.
/// At equality, where there is no derivative, the gradient is 0.
public struct AbsoluteError: DifferenceLossOperation {
  public static let name = "absolute-error"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    outputs[0]?[0] = Kernels.absoluteError(inputs[0], inputs[1])
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let prediction = gradients[0] {
      Kernels.absoluteErrorBackward(inputs[0], inputs[1], upstream: upstream[0], into: prediction)
    }
    if let target = gradients[1] {
      Kernels.absoluteErrorBackward(inputs[1], inputs[0], upstream: upstream[0], into: target)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let share = self.share(inputs)
    return Expansion(
      (0..<inputs[0].count).map { cell in
        let difference = Double(inputs[0][cell]) - Double(inputs[1][cell])
        return Term(Factor("|# − #|", operands(cell, inputs), value: abs(difference)), share)
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let difference = Double(inputs[0][cell]) - Double(inputs[1][cell])
    let sign: Double = difference > 0 ? 1 : difference < 0 ? -1 : 0
    return Expansion([
      Term(
        Factor(.upstream(cell: 0), upstream[0]),
        .constant("1/\(inputs[0].count)", 1 / Double(inputs[0].count)),
        Factor("\(input == 0 ? "" : "−")sign(# − #)", operands(cell, inputs), value: input == 0 ? sign : -sign))
    ])
  }

  public func smoothPieces(_ inputs: ViewList) -> [Int8] {
    zip(inputs[0].values, inputs[1].values).map { $0 > $1 ? 1 : $0 < $1 ? -1 : 0 }
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "loss = 1/N · Σ |prediction − target|",
      backward: ["∂prediction = ∂loss · 1/N · sign(prediction − target)", ""],
      meaning: BilingualText(
        "The mean of the distances: every sample pulls equally hard, however far off it is.",
        zh: "距离的平均：无论偏差多大，每个样本的拉力都一样。"),
      gradientMeaning: BilingualText(
        "Only the sign of the difference, shared among all N numbers: the pull does not depend on how far off it is.",
        zh: "只取差的符号，再除以总个数 N：拉力与偏差大小无关。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(AbsoluteError(), differenceLossExampleInputs)
    ]
  }
}
