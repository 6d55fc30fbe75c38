public import TensorMath

/// y = x where |x| > θ and 0 elsewhere: a dead zone around 0, in which neither numbers nor gradients
/// pass (`torch.nn.Hardshrink`; hard thresholding of Donoho and Johnstone 1994, "Ideal spatial
/// adaptation by wavelet shrinkage", eq. 2.3).
public struct HardShrink: ElementwiseOperation {
  public static let name = "hard-shrink"
  /// θ, from 0 up.
  public let threshold: Float

  public init(threshold: Float = 0.5) { self.threshold = threshold }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.hardShrink(inputs[0], threshold: threshold, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let gradient = gradients[0] {
      Kernels.hardShrinkBackward(inputs[0], threshold: threshold, upstream: upstream, into: gradient)
    }
  }

  private func isDead(_ x: Double) -> Bool { abs(x) <= Double(threshold) }

  public var valueForm: String { "shrink(#)" }
  public func value(_ x: Double) -> Double { isDead(x) ? 0 : x }
  public var derivativeForm: (form: String, of: DerivativeOperand) { ("[|#| > \(threshold)]", .x) }
  public func derivative(x: Double, y: Double) -> Double { isDead(x) ? 0 : 1 }

  /// Below, in and above the dead zone; its two ends are pieces of their own.
  public func smoothPieces(_ inputs: ViewList) -> [Int8] {
    inputs[0].values.map { x in
      if abs(x) == threshold { return x < 0 ? -2 : 2 }
      return x > threshold ? 1 : x < -threshold ? -1 : 0
    }
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = |x| > \(threshold) ? x : 0", backward: ["∂x = ∂y · [|x| > \(threshold)]"],
      meaning: BilingualText(
        "A dead zone: sums no larger than the threshold count as 0, larger ones pass as they are.",
        zh: "死区：绝对值不超过阈值的和算作 0，更大的原样通过。"),
      gradientMeaning: BilingualText(
        "The gradient comes through outside the dead zone; inside it none does, so that nothing is learned there.",
        zh: "死区之外梯度原样通过；死区之内没有梯度，因而那里学不到东西。"))
  }

  public static var examples: [OperationExample] { [OperationExample(HardShrink(), [elementwiseExampleInput])] }
}
