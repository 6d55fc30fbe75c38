public import TensorMath

/// y = max(0, x); dy/dx is 1 where x > 0 and 0 elsewhere, at the kink too.
public struct ReLU: ElementwiseOperation {
  public static let name = "relu"
  public init() {}

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.leakyReLU(inputs[0], slope: 0, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] {
      Kernels.leakyReLUBackward(inputs[0], slope: 0, upstream: upstream, into: gradient)
    }
  }

  public let valueForm = "max(0, #)"
  public func value(_ x: Double) -> Double { x.isNaN ? x : max(0, x) }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("[# > 0]", .x) }
  public func derivative(x: Double, y: Double) -> Double { x > 0 ? 1 : 0 }
  public func smoothPieces(_ inputs: ViewList) -> [Int8] { signs(inputs[0]) }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = max(0, x)", backward: ["∂x = ∂y · [x > 0]"],
      meaning: BilingualText(
        "Lets positive numbers through and turns the rest into 0; where it is 0, no gradient comes back.",
        zh: "正数原样通过，其余变成 0；输出为 0 的地方不会有梯度传回。"),
      gradientMeaning: BilingualText(
        "The gradient comes through where the input was positive, and stops where it was not.",
        zh: "输入为正处梯度原样通过，其余地方被截断。"))
  }

  public static var examples: [OperationExample] { [OperationExample(ReLU(), [elementwiseExampleInput])] }
}

/// −1, 0 or 1 for each cell: which side of a kink at 0 it is on.
func signs(_ x: View) -> [Int8] { x.values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }
