public import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// The mean of −[y log p + (1 − y) log(1 − p)] with p = sigmoid(logit), from the logits so that
/// nothing overflows. logits and targets [batch, 1]; the loss is a scalar, the probabilities p are a
/// by-product.
///
/// With smoothing ε the targets count as (1 − ε) · y + ε/2, as label smoothing has them with two classes
/// (Szegedy et al. 2016, arXiv:1512.00567, section 7).
public struct BinaryCrossEntropy: Operation {
  public static let name = "binary-cross-entropy"
  public let inputNames = ["logits", "targets"]
  public let outputNames = ["loss", "probabilities"]
  /// ε, from 0 to 1.
  public let smoothing: Float

  public init(smoothing: Float = 0) { self.smoothing = smoothing }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0] == inputs[1], inputs[0].count > 0 else {
      throw ShapeError(name, found: inputs, needed: "logits and targets of one shape")
    }
    return [.scalar, inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let loss = outputs[0], let probabilities = outputs[1] else { return }
    loss[0] = Kernels.binaryCrossEntropy(inputs[0], inputs[1], smoothing: smoothing, probabilities: probabilities)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let logits = gradients[0] {
      Kernels.binaryCrossEntropyBackward(
        probabilities: outputs[1], inputs[1], smoothing: smoothing, upstream: upstream[0], into: logits)
    }
    if let targets = gradients[1] {  // ∂loss/∂y = −logit · (1 − ε) / N
      Kernels.scale(inputs[0], by: -upstream[0] * (1 - smoothing) / Float(inputs[0].count), into: targets)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    if output == 1 {
      let logit = Double(inputs[0][cell])
      return Expansion([
        Term(Factor("sigmoid(#)", [Operand(.input(0, cell: cell), logit)], value: 1 / (1 + exp(-logit))))
      ])
    }
    let share = Factor.constant("1/\(inputs[0].count)", 1 / Double(inputs[0].count))
    return Expansion(
      (0..<inputs[0].count).flatMap { cell in
        sampleFactors(cell, inputs, outputs).map { Term(factors: $0 + [share]) }
      })
  }

  /// The loss of one sample: −log p for the class 1, −log(1 − p) for the class 0, a mixture between.
  /// The values come from the logit, since p may have rounded to 0 or 1.
  private func sampleFactors(_ cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> [[Factor]] {
    let (logit, target) = (Double(inputs[0][cell]), Double(inputs[1][cell]))
    let probability = Operand(.output(1, cell: cell), Double(outputs[1][cell]))
    let ofOne = Factor("−log(#)", [probability], value: softplus(-logit))
    let ofZero = Factor("−log(1 − #)", [probability], value: softplus(logit))
    if smoothing == 0, target == 1 { return [[ofOne]] }
    if smoothing == 0, target == 0 { return [[ofZero]] }
    let y = Operand(.input(1, cell: cell), target)
    let counted = counted(target)
    return [
      [Factor(counted.form, [y], value: counted.value), ofOne],
      [Factor("(1 − \(counted.form))", [y], value: 1 - counted.value), ofZero],
    ]
  }

  /// What a target counts as: itself, or with smoothing (1 − ε) · y + ε/2.
  private func counted(_ target: Double) -> (form: String, value: Double) {
    if smoothing == 0 { return ("#", target) }
    let (keep, rest) = (1 - smoothing, smoothing / 2)
    return ("(\(keep) · # + \(rest))", Double(keep) * target + Double(rest))
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let share = Factor.constant("1/\(inputs[0].count)", 1 / Double(inputs[0].count))
    let arriving = Factor(.upstream(cell: 0), upstream[0])
    if input == 1 {
      let logit = Double(inputs[0][cell])
      let slope = Factor("(−#)", [Operand(.input(0, cell: cell), logit)], value: -logit)
      let keep = smoothing == 0 ? [] : [Factor.constant("(1 − ε)", Double(1 - smoothing))]
      return Expansion([Term(factors: [arriving, slope] + keep + [share])])
    }
    let (p, y) = (Double(outputs[1][cell]), Double(inputs[1][cell]))
    if smoothing > 0 {
      // Two terms: what a target counts as has been rounded, which their difference may make much of.
      let counted = counted(y)
      let target = Factor("(−\(counted.form))", [Operand(.input(1, cell: cell), y)], value: -counted.value)
      return Expansion([
        Term(arriving, Factor(.output(1, cell: cell), outputs[1][cell]), share), Term(arriving, target, share),
      ])
    }
    let difference = Factor(
      "(# − #)", [Operand(.output(1, cell: cell), p), Operand(.input(1, cell: cell), y)], value: p - y)
    return Expansion([Term(arriving, difference, share)])
  }

  /// y, or what it counts as.
  private var target: String { smoothing == 0 ? "y" : "t" }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "loss = −1/N · Σ [\(target) · log p + (1 − \(target)) · log(1 − p)],  p = sigmoid(logit)"
        + (smoothing == 0 ? "" : ",  t = \(1 - smoothing) · y + \(smoothing / 2)"),
      backward: ["∂logit = ∂loss · 1/N · (p − \(target))", ""],
      meaning: BilingualText(
        "The surprise at the right answer, on average: confident and wrong costs most. Its gradient is simply p − y.",
        zh: "对正确答案的平均“意外程度”：越自信而错，代价越大。它的梯度就是 p − y。"),
      gradientMeaning: BilingualText(
        "How far the probability is from the truth, p − y, shared among the N samples.",
        zh: "概率与真值之差 p − y，再除以样本数 N。"),
      byProducts: [
        (
          "p = sigmoid(logit)",
          BilingualText("The probability of the class 1, as the logit says it.", zh: "类别 1 的概率，由 logit 得出。")
        )
      ])
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        BinaryCrossEntropy(), [Tensor([4, 1], [1.2, -0.4, 0.3, -2.5]), Tensor([4, 1], [1, 0, 0, 1])], dataInputs: [1]),
      OperationExample(
        BinaryCrossEntropy(smoothing: 0.2), [Tensor([3, 1], [1.2, -0.4, 0.3]), Tensor([3, 1], [1, 0, 0.25])]),
    ]
  }
}

/// log(1 + eˣ) without overflow.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
