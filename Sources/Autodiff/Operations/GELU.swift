public import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// y = x · Φ(x), with Φ the normal distribution function: a smooth ReLU
/// (Hendrycks and Gimpel 2016, arXiv:1606.08415, the exact form with the error function).
public struct GELU: ElementwiseOperation {
  public static let name = "gelu"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.gelu(inputs[0], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] { Kernels.geluBackward(inputs[0], upstream: upstream, into: gradient) }
  }

  public let valueForm = "gelu(#)"
  public func value(_ x: Double) -> Double { x * cumulative(x) }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("gelu′(#)", .x) }
  public func derivative(x: Double, y: Double) -> Double {
    cumulative(x) + x * density(x)
  }
  private func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
  private func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let x = Double(inputs[0][cell])
    let operand = Operand(.input(0, cell: cell), x)
    return Expansion([Term(Factor("#", [operand], value: x), Factor("Φ(#)", [operand], value: cumulative(x)))])
  }

  /// ∂y · Φ(x) + ∂y · x · φ(x): two terms, since they cancel near x = −0.75, where the slope is 0.
  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let x = Double(inputs[0][cell])
    let operand = Operand(.input(0, cell: cell), x)
    let arriving = Factor(.upstream(cell: cell), upstream[cell])
    return Expansion([
      Term(arriving, Factor("Φ(#)", [operand], value: cumulative(x))),
      Term(arriving, Factor("#", [operand], value: x), Factor("φ(#)", [operand], value: density(x))),
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x · Φ(x)", backward: ["∂x = ∂y · (Φ(x) + x · φ(x))"],
      meaning: BilingualText(
        "Weighs each number by the chance that a standard normal number is smaller: a ReLU with a soft corner.",
        zh: "用标准正态分布小于该数的概率给它加权：带圆角的 ReLU。"),
      gradientMeaning: BilingualText(
        "The arriving gradient times the slope of the smooth corner, Φ(x) + x·φ(x).",
        zh: "到达的梯度乘以平滑拐角处的斜率 Φ(x) + x·φ(x)。"))
  }

  public static var examples: [OperationExample] { [OperationExample(GELU(), [elementwiseExampleInput])] }
}
