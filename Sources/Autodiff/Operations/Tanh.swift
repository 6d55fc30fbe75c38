public import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// y = tanh(x), squashed into (−1, 1); dy/dx = 1 − y².
public struct Tanh: ElementwiseOperation {
  public static let name = "tanh"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.tanh(inputs[0], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] { Kernels.tanhBackward(output: outputs[0], upstream: upstream, into: gradient) }
  }

  public let valueForm = "tanh(#)"
  public func value(_ x: Double) -> Double { tanh(x) }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("(1 − #²)", .y) }
  public func derivative(x: Double, y: Double) -> Double { 1 - y * y }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = tanh(x)", backward: ["∂x = ∂y · (1 − y²)"],
      meaning: BilingualText(
        "Squashes each number into the range −1 to 1; far from 0 it is flat and passes little gradient.",
        zh: "把每个数压到 −1 与 1 之间；离 0 越远曲线越平，传回的梯度越小。"),
      gradientMeaning: BilingualText(
        "The arriving gradient times the slope of the curve, 1 − y²: near ±1 almost nothing comes through.",
        zh: "到达的梯度乘以曲线的斜率 1 − y²：在 ±1 附近几乎传不过去。"))
  }

  public static var examples: [OperationExample] { [OperationExample(Tanh(), [elementwiseExampleInput])] }
}
