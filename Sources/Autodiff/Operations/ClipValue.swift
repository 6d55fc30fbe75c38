public import TensorMath

/// y = x cut off at −c and c; dy/dx is 1 from −c to c and 0 beyond (`torch.clamp`, and
/// `torch.nn.utils.clip_grad_value_` where x is a gradient).
public struct ClipValue: ElementwiseOperation {
  public static let name = "clip-value"
  /// c, above 0.
  public let limit: Float

  public init(limit: Float) { self.limit = limit }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.clip(inputs[0], limit: limit, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] {
      Kernels.clipBackward(inputs[0], limit: limit, upstream: upstream, into: gradient)
    }
  }

  public var valueForm: String { "clip(#)" }
  public func value(_ x: Double) -> Double {
    let limit = Double(limit)
    return x > limit ? limit : x < -limit ? -limit : x
  }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("[|#| ≤ \(limit)]", .x) }
  public func derivative(x: Double, y: Double) -> Double { abs(x) <= Double(limit) ? 1 : 0 }

  /// Below, between and above the limits; the limits are pieces of their own.
  public func smoothPieces(_ inputs: ViewList) -> [Int8] {
    inputs[0].values.map { x in
      if abs(x) == limit { return x < 0 ? -2 : 2 }
      return x > limit ? 1 : x < -limit ? -1 : 0
    }
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = max(−\(limit), min(\(limit), x))", backward: ["∂x = ∂y · [|x| ≤ \(limit)]"],
      meaning: BilingualText(
        "Cuts every number off at the limit, each by itself; the direction of the whole may change.",
        zh: "每个数各自在上限处截断；整体的方向可能改变。"),
      gradientMeaning: BilingualText(
        "The gradient comes through between the limits and stops beyond.", zh: "上下限之间梯度原样通过，之外被截断。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(ClipValue(limit: 0.8), [elementwiseExampleInput])]
  }
}
