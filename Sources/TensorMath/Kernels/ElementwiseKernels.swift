internal import CKernels

// One cell after the other, each by itself: large tensors are shared out.

extension Kernels {
  public static func tanh(_ x: View, into y: MutableView) {
    shareOutCells(x.count) { ck_tanh(x.base + $0, y.base + $0, $1) }
  }
  public static func sigmoid(_ x: View, into y: MutableView) {
    shareOutCells(x.count) { ck_sigmoid(x.base + $0, y.base + $0, $1) }
  }
  public static func exp(_ x: View, into y: MutableView) {
    shareOutCells(x.count) { ck_exp(x.base + $0, y.base + $0, $1) }
  }
  /// x · Φ(x), with Φ the normal distribution function.
  public static func gelu(_ x: View, into y: MutableView) {
    shareOutCells(x.count) { ck_gelu(x.base + $0, y.base + $0, $1) }
  }
  /// log(1 + eˣ) without overflow.
  public static func softplus(_ x: View, into y: MutableView) {
    shareOutCells(x.count) { ck_softplus(x.base + $0, y.base + $0, $1) }
  }

  /// x where it is positive, slope · x elsewhere; slope 0 is ReLU.
  public static func leakyReLU(_ x: View, slope: Float, into y: MutableView) {
    shareOutCells(x.count) { ck_leaky_relu(x.base + $0, slope, y.base + $0, $1) }
  }

  /// 0 where |x| ≤ threshold, x elsewhere.
  public static func hardShrink(_ x: View, threshold: Float, into y: MutableView) {
    shareOutCells(x.count) { ck_hard_shrink(x.base + $0, threshold, y.base + $0, $1) }
  }

  /// 1 where x is positive, 0 elsewhere.
  public static func step(_ x: View, into y: MutableView) {
    shareOutCells(x.count) { ck_step(x.base + $0, y.base + $0, $1) }
  }

  /// x cut off at −limit and limit.
  public static func clip(_ x: View, limit: Float, into y: MutableView) {
    shareOutCells(x.count) { ck_clip(x.base + $0, limit, y.base + $0, $1) }
  }

  /// `value` where x is at least `least`, 0 elsewhere.
  public static func atLeast(_ x: View, _ least: Float, value: Float, into y: MutableView) {
    shareOutCells(x.count) { ck_at_least(x.base + $0, least, value, y.base + $0, $1) }
  }

  public static func copy(_ x: View, into y: MutableView) {
    shareOutCells(y.count) { (y.base + $0).update(from: x.base + $0, count: $1) }
  }

  public static func add(_ a: View, _ b: View, into y: MutableView) {
    shareOutCells(y.count) { ck_add(a.base + $0, b.base + $0, y.base + $0, $1) }
  }
  public static func subtract(_ a: View, _ b: View, into y: MutableView) {
    shareOutCells(y.count) { ck_subtract(a.base + $0, b.base + $0, y.base + $0, $1) }
  }
  public static func multiply(_ a: View, _ b: View, into y: MutableView) {
    shareOutCells(y.count) { ck_multiply(a.base + $0, b.base + $0, y.base + $0, $1) }
  }
  public static func scale(_ x: View, by factor: Float, into y: MutableView) {
    shareOutCells(x.count) { ck_scale(x.base + $0, factor, y.base + $0, $1) }
  }

  /// upstream · (1 − output²)
  public static func tanhBackward(output: View, upstream: View, into y: MutableView) {
    shareOutCells(y.count) { ck_tanh_backward(output.base + $0, upstream.base + $0, y.base + $0, $1) }
  }
  /// upstream · output · (1 − output)
  public static func sigmoidBackward(output: View, upstream: View, into y: MutableView) {
    shareOutCells(y.count) { ck_sigmoid_backward(output.base + $0, upstream.base + $0, y.base + $0, $1) }
  }
  /// upstream where x is positive, slope · upstream elsewhere.
  public static func leakyReLUBackward(_ x: View, slope: Float, upstream: View, into y: MutableView) {
    shareOutCells(y.count) { ck_leaky_relu_backward(x.base + $0, slope, upstream.base + $0, y.base + $0, $1) }
  }
  /// 0 where |x| ≤ threshold, upstream elsewhere.
  public static func hardShrinkBackward(_ x: View, threshold: Float, upstream: View, into y: MutableView) {
    shareOutCells(y.count) { ck_hard_shrink_backward(x.base + $0, threshold, upstream.base + $0, y.base + $0, $1) }
  }
  /// upstream where |x| ≤ limit, 0 elsewhere.
  public static func clipBackward(_ x: View, limit: Float, upstream: View, into y: MutableView) {
    shareOutCells(y.count) { ck_clip_backward(x.base + $0, limit, upstream.base + $0, y.base + $0, $1) }
  }
  /// upstream · (Φ(x) + x · φ(x))
  public static func geluBackward(_ x: View, upstream: View, into y: MutableView) {
    shareOutCells(y.count) { ck_gelu_backward(x.base + $0, upstream.base + $0, y.base + $0, $1) }
  }
}
