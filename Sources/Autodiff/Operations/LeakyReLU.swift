public import TensorMath

/// y = x where x > 0 and slope · x elsewhere, so that a unit below 0 still learns
/// (Maas, Hannun and Ng 2013, "Rectifier nonlinearities improve neural network acoustic models").
public struct LeakyReLU: ElementwiseOperation {
  public static let name = "leaky-relu"
  public let slope: Float

  public init(slope: Float = 0.01) { self.slope = slope }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.leakyReLU(inputs[0], slope: slope, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] {
      Kernels.leakyReLUBackward(inputs[0], slope: slope, upstream: upstream, into: gradient)
    }
  }

  public var valueForm: String { "leaky(#)" }
  public func value(_ x: Double) -> Double { x > 0 ? x : Double(slope) * x }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("[# > 0 ? 1 : \(slope)]", .x) }
  public func derivative(x: Double, y: Double) -> Double { x > 0 ? 1 : Double(slope) }
  public func smoothPieces(_ inputs: ViewList) -> [Int8] { signs(inputs[0]) }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x > 0 ? x : \(slope) · x", backward: ["∂x = ∂y · [x > 0 ? 1 : \(slope)]"],
      meaning: BilingualText(
        "Like ReLU, but negative numbers keep a small slope, so that a unit that is off can come back.",
        zh: "与 ReLU 相似，但负数保留一个小斜率，使“关闭”的神经元仍能恢复。"),
      gradientMeaning: BilingualText(
        "The gradient comes through where the input was positive; elsewhere a small share of it does.",
        zh: "输入为正处梯度原样通过；其余地方只通过一小部分。"))
  }

  public static var examples: [OperationExample] { [OperationExample(LeakyReLU(), [elementwiseExampleInput])] }
}
