public import TensorMath

/// mask = 1/(1 − p) where u ≥ p and 0 elsewhere: which units stay in this iteration. u are random
/// numbers from 0 up to 1, so that a share p of the mask is 0; the rest is enlarged so that the mean
/// stays what it is (Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from
/// overfitting", section 10; inverted as in PyTorch).
public struct DropoutMask: ElementwiseOperation {
  public static let name = "dropout-mask"
  public let inputNames = ["u"]
  public let outputNames = ["mask"]
  /// p, from 0 up to but not 1.
  public let rate: Float

  public init(rate: Float) { self.rate = rate }

  private var scale: Float { 1 / (1 - rate) }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let mask = outputs[0] { Kernels.atLeast(inputs[0], rate, value: scale, into: mask) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    gradients[0]?.fill(0)
  }

  public var valueForm: String { "[# ≥ \(rate)]" }
  public func value(_ u: Double) -> Double { u.isNaN ? u : u >= Double(rate) ? Double(scale) : 0 }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("mask′(#)", .x) }
  public func derivative(x: Double, y: Double) -> Double { 0 }
  public func smoothPieces(_ inputs: ViewList) -> [Int8] { inputs[0].values.map { $0 >= rate ? 1 : 0 } }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let u = Double(inputs[0][cell])
    return Expansion([
      Term(
        Factor(valueForm, [Operand(.input(0, cell: cell), u)], value: u.isNaN ? u : u >= Double(rate) ? 1 : 0),
        .constant("1/(1 − \(rate))", Double(scale)))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "mask = [u ≥ \(rate)] / (1 − \(rate))", backward: ["∂u = 0"],
      meaning: BilingualText(
        "Draws which units stay in this iteration; the others are silent, and those that stay speak up for them.",
        zh: "抽签决定本次迭代保留哪些神经元；其余沉默，留下的按比例放大来弥补。"),
      gradientMeaning: BilingualText(
        "Chance has no slope: no gradient goes back.", zh: "随机数没有斜率：没有梯度传回。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(DropoutMask(rate: 0.4), [Tensor([2, 3], [0.1, 0.9, 0.55, 0.3, 0.7, 0.05])])]
  }
}
