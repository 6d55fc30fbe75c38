public import TensorMath

/// The mean of −log p of each sample's class, with p = softmax(logits), fused so that nothing
/// overflows. logits [.., classes], targets [..] (class numbers as floats): one class for each sample, or for each
/// position of each sample. The loss is a scalar, the probabilities p are a by-product.
///
/// A target below 0 asks for nothing, as at a position that is padding: its row counts neither in the loss nor in the
/// gradient, and the mean is over the rows that do (`ignore_index` in PyTorch). Where none counts, both are 0.
///
/// With smoothing ε every class k counts, with the share q = 1 − ε for the sample's class, and ε/classes for each on
/// top (Szegedy et al. 2016, arXiv:1512.00567, section 7; `label_smoothing` in PyTorch).
public struct SoftmaxCrossEntropy: Operation {
  public static let name = "softmax-cross-entropy"
  public let inputNames = ["logits", "targets"]
  public let outputNames = ["loss", "probabilities"]
  /// ε, from 0 to 1.
  public let smoothing: Float

  public init(smoothing: Float = 0) { self.smoothing = smoothing }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank >= 2, inputs[0].count > 0,
      inputs[0].dimensions.dropLast().elementsEqual(inputs[1].dimensions)
    else {
      let rows = inputs.first?.rank == 3 ? "batch×positions" : "batch"
      throw ShapeError(name, found: inputs, needed: "\(rows)×classes and \(rows)")
    }
    return [.scalar, inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let loss = outputs[0], let probabilities = outputs[1] else { return }
    loss[0] = Kernels.softmaxCrossEntropy(inputs[0], inputs[1], smoothing: smoothing, probabilities: probabilities)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let logits = gradients[0] {
      Kernels.softmaxCrossEntropyBackward(
        probabilities: outputs[1], inputs[1], smoothing: smoothing, upstream: upstream[0], into: logits)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    if output == 1 { return softmaxExpansion(of: inputs[0], at: cell) }
    let (rows, columns) = (inputs[0].rows, inputs[0].columns)
    let counted = Kernels.countTargets(inputs[1])
    guard counted > 0 else { return .nothing }
    let share = Factor.constant("1/\(counted)", 1 / Double(counted))
    return Expansion(
      (0..<rows).filter { !(inputs[1][$0] < 0) }.flatMap { row in
        let label = Int(inputs[1][row])
        let classes = smoothing == 0 ? label..<label + 1 : 0..<columns
        return classes.map { column in
          let cell = row * columns + column
          let probability = Operand(.output(1, cell: cell), Double(outputs[1][cell]))
          // From the logits, since the probability may have rounded to 0.
          let surprise = Factor(
            "−log(#)", [probability], value: Kernels.negativeLogProbability(inputs[0], row: row, label: column))
          if smoothing == 0 { return Term(surprise, share) }
          let target = target(isLabel: column == label, classes: columns)
          return Term(.constant(target.text, target.value), surprise, share)
        }
      })
  }

  /// The share of a class in the target: q.
  private func target(isLabel: Bool, classes: Int) -> (text: String, value: Double) {
    let rest = Double(smoothing) / Double(classes)
    if smoothing == 0 { return isLabel ? ("1", 1) : ("0", 0) }
    return isLabel
      ? ("(1 − \(smoothing) + \(smoothing)/\(classes))", Double(1 - smoothing) + rest)
      : ("\(smoothing)/\(classes)", rest)
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let columns = inputs[0].columns
    guard !(inputs[1][cell / columns] < 0) else { return .nothing }
    let isLabel = Int(inputs[1][cell / columns]) == cell % columns
    let probability = Operand(.output(1, cell: cell), Double(outputs[1][cell]))
    let target = target(isLabel: isLabel, classes: columns)
    let counted = Kernels.countTargets(inputs[1])
    let share = Factor.constant("1/\(counted)", 1 / Double(counted))
    let arriving = Factor(.upstream(cell: 0), upstream[0])
    if smoothing > 0 {
      // Two terms: the target's share has been rounded, which their difference may make much of.
      return Expansion([
        Term(arriving, Factor("#", [probability], value: probability.value), share),
        Term(arriving, .constant("−\(target.text)", -target.value), share),
      ])
    }
    let difference = Factor("(# − \(target.text))", [probability], value: probability.value - target.value)
    return Expansion([Term(arriving, difference, share)])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: smoothing == 0
        ? "loss = −1/N · Σ log p[class],  p = softmax(logits)"
        : "loss = −1/N · Σ Σₖ qₖ · log pₖ,  p = softmax(logits),  q = (1 − \(smoothing)) · [class] + \(smoothing)/classes",
      backward: ["∂logits = ∂loss · 1/N · (p − \(smoothing == 0 ? "[class]" : "q"))", ""],
      meaning: BilingualText(
        "The surprise at the right class, on average over the rows that have one. Its gradient is the probabilities with 1 taken off the right class.",
        zh: "对正确类别的平均“意外程度”，只算有目标的行。它的梯度就是概率，只在正确类别处减 1。"),
      gradientMeaning: BilingualText(
        "The probabilities with 1 taken off the right class, shared among the rows that have one; 0 for the others.",
        zh: "概率在正确类别处减 1，再除以有目标的行数；没有目标的行为 0。"),
      byProducts: [
        (
          "pⱼ = exp(xⱼ − max) / Σₖ exp(xₖ − max)",
          BilingualText(
            "The probabilities of the classes: softmax of the row's logits.", zh: "各类别的概率：该行 logits 的 softmax。")
        )
      ])
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        SoftmaxCrossEntropy(), [Tensor(rows: [[0.5, -1.2, 2.1], [0.1, 0.2, -0.4]]), Tensor([2], [2, 0])],
        dataInputs: [1]),
      OperationExample(
        SoftmaxCrossEntropy(smoothing: 0.2),
        [Tensor(rows: [[0.5, -1.2, 2.1], [0.1, 0.2, -0.4]]), Tensor([2], [2, 0])],
        dataInputs: [1]),
      // Sequences, the second of which ends after its first position.
      OperationExample(
        SoftmaxCrossEntropy(),
        [
          Tensor([2, 2, 3], [0.5, -1.2, 2.1, 0.1, 0.2, -0.4, 1.1, 0.6, -0.8, 0.3, -0.9, 0.4]),
          Tensor([2, 2], [2, 0, 1, -1]),
        ],
        dataInputs: [1]),
    ]
  }
}
