internal import CKernels

extension Kernels {
  public static func tanh(_ x: View, into y: MutableView) { ck_tanh(x.base, y.base, x.count) }
  public static func sigmoid(_ x: View, into y: MutableView) { ck_sigmoid(x.base, y.base, x.count) }
  public static func exp(_ x: View, into y: MutableView) { ck_exp(x.base, y.base, x.count) }
  /// x · Φ(x), with Φ the normal distribution function.
  public static func gelu(_ x: View, into y: MutableView) { ck_gelu(x.base, y.base, x.count) }
  /// log(1 + eˣ) without overflow.
  public static func softplus(_ x: View, into y: MutableView) { ck_softplus(x.base, y.base, x.count) }

  /// x where it is positive, slope · x elsewhere; slope 0 is ReLU.
  public static func leakyReLU(_ x: View, slope: Float, into y: MutableView) {
    ck_leaky_relu(x.base, slope, y.base, x.count)
  }

  /// 0 where |x| ≤ threshold, x elsewhere.
  public static func hardShrink(_ x: View, threshold: Float, into y: MutableView) {
    ck_hard_shrink(x.base, threshold, y.base, x.count)
  }

  /// 1 where x is positive, 0 elsewhere.
  public static func step(_ x: View, into y: MutableView) { ck_step(x.base, y.base, x.count) }

  /// x cut off at −limit and limit.
  public static func clip(_ x: View, limit: Float, into y: MutableView) { ck_clip(x.base, limit, y.base, x.count) }

  /// `value` where x is at least `least`, 0 elsewhere.
  public static func atLeast(_ x: View, _ least: Float, value: Float, into y: MutableView) {
    ck_at_least(x.base, least, value, y.base, x.count)
  }

  public static func add(_ a: View, _ b: View, into y: MutableView) { ck_add(a.base, b.base, y.base, y.count) }
  public static func subtract(_ a: View, _ b: View, into y: MutableView) {
    ck_subtract(a.base, b.base, y.base, y.count)
  }
  public static func multiply(_ a: View, _ b: View, into y: MutableView) {
    ck_multiply(a.base, b.base, y.base, y.count)
  }
  public static func scale(_ x: View, by factor: Float, into y: MutableView) {
    ck_scale(x.base, factor, y.base, x.count)
  }

  /// upstream · (1 − output²)
  public static func tanhBackward(output: View, upstream: View, into y: MutableView) {
    ck_tanh_backward(output.base, upstream.base, y.base, y.count)
  }
  /// upstream · output · (1 − output)
  public static func sigmoidBackward(output: View, upstream: View, into y: MutableView) {
    ck_sigmoid_backward(output.base, upstream.base, y.base, y.count)
  }
  /// upstream where x is positive, slope · upstream elsewhere.
  public static func leakyReLUBackward(_ x: View, slope: Float, upstream: View, into y: MutableView) {
    ck_leaky_relu_backward(x.base, slope, upstream.base, y.base, y.count)
  }
  /// 0 where |x| ≤ threshold, upstream elsewhere.
  public static func hardShrinkBackward(_ x: View, threshold: Float, upstream: View, into y: MutableView) {
    ck_hard_shrink_backward(x.base, threshold, upstream.base, y.base, y.count)
  }
  /// upstream where |x| ≤ limit, 0 elsewhere.
  public static func clipBackward(_ x: View, limit: Float, upstream: View, into y: MutableView) {
    ck_clip_backward(x.base, limit, upstream.base, y.base, y.count)
  }
  /// upstream · (Φ(x) + x · φ(x))
  public static func geluBackward(_ x: View, upstream: View, into y: MutableView) {
    ck_gelu_derivative(x.base, y.base, x.count)
    ck_multiply(y.base, upstream.base, y.base, y.count)
  }
}
