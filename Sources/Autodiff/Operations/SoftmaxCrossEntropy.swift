public import TensorMath

/// The mean of −log p of each sample's class, with p = softmax(logits), fused so that nothing
/// overflows. logits [batch, classes], targets [batch] (class numbers as floats); the loss is a
/// scalar, the probabilities p are a by-product.
public struct SoftmaxCrossEntropy: Operation {
  public static let name = "softmax-cross-entropy"
  public let inputNames = ["logits", "targets"]
  public let outputNames = ["loss", "probabilities"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank == 2, inputs[0].count > 0,
      inputs[1].rank == 1, inputs[0].dimensions[0] == inputs[1].dimensions[0]
    else { throw ShapeError(name, found: inputs, needed: "batch×classes and batch") }
    return [.scalar, inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let loss = outputs[0], let probabilities = outputs[1] else { return }
    loss[0] = Kernels.softmaxCrossEntropy(inputs[0], inputs[1], probabilities: probabilities)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let logits = gradients[0] {
      Kernels.softmaxCrossEntropyBackward(
        probabilities: outputs[1], inputs[1], upstream: upstream[0], into: logits)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    if output == 1 { return softmaxExpansion(of: inputs[0], at: cell) }
    let (rows, columns) = (inputs[0].rows, inputs[0].columns)
    let share = Factor.constant("1/\(rows)", 1 / Double(rows))
    return Expansion(
      (0..<rows).map { row in
        let label = Int(inputs[1][row])
        let cell = row * columns + label
        let probability = Operand(.output(1, cell: cell), Double(outputs[1][cell]))
        // From the logits, since the probability may have rounded to 0.
        let surprise = Kernels.negativeLogProbability(inputs[0], row: row, label: label)
        return Term(Factor("−log(#)", [probability], value: surprise), share)
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let columns = inputs[0].columns
    let isLabel = Int(inputs[1][cell / columns]) == cell % columns
    let probability = Operand(.output(1, cell: cell), Double(outputs[1][cell]))
    let difference =
      isLabel
      ? Factor("(# − 1)", [probability], value: probability.value - 1)
      : Factor("(# − 0)", [probability], value: probability.value)
    let rows = inputs[0].rows
    return Expansion([
      Term(Factor(.upstream(cell: 0), upstream[0]), difference, .constant("1/\(rows)", 1 / Double(rows)))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "loss = −1/N · Σ log p[class],  p = softmax(logits)",
      backward: ["∂logits = ∂loss · 1/N · (p − [class])", ""],
      meaning: BilingualText(
        "The surprise at the right class, on average. Its gradient is the probabilities with 1 taken off the right class.",
        zh: "对正确类别的平均“意外程度”。它的梯度就是概率，只在正确类别处减 1。"),
      gradientMeaning: BilingualText(
        "The probabilities with 1 taken off the right class, shared among the samples.",
        zh: "概率在正确类别处减 1，再除以样本数。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        SoftmaxCrossEntropy(), [Tensor(rows: [[0.5, -1.2, 2.1], [0.1, 0.2, -0.4]]), Tensor([2], [2, 0])],
        dataInputs: [1])
    ]
  }
}
