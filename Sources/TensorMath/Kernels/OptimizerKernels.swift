internal import CKernels

// Updates in place. `states` are the optimizer's own tensors, of the parameter's shape.

extension Kernels {
  public static func sgd(_ weights: MutableView, _ gradient: View, learningRate: Float) {
    ck_sgd(weights.base, gradient.base, learningRate, weights.count)
  }

  public static func momentum(
    _ weights: MutableView, _ gradient: View, velocity: MutableView, learningRate: Float, momentum: Float,
    nesterov: Bool
  ) {
    ck_momentum(
      weights.base, gradient.base, velocity.base, learningRate, momentum, nesterov ? 1 : 0, weights.count)
  }

  public static func adagrad(
    _ weights: MutableView, _ gradient: View, square: MutableView, learningRate: Float, epsilon: Float
  ) {
    ck_adagrad(weights.base, gradient.base, square.base, learningRate, epsilon, weights.count)
  }

  public static func adadelta(
    _ weights: MutableView, _ gradient: View, square: MutableView, movement: MutableView, learningRate: Float,
    decay: Double, epsilon: Float
  ) {
    ck_adadelta(
      weights.base, gradient.base, square.base, movement.base, learningRate, Float(decay), Float(1 - decay), epsilon,
      weights.count)
  }

  public static func rmsProp(
    _ weights: MutableView, _ gradient: View, square: MutableView, learningRate: Float, decay: Double, epsilon: Float
  ) {
    ck_rmsprop(
      weights.base, gradient.base, square.base, learningRate, Float(decay), Float(1 - decay), epsilon, weights.count)
  }

  /// `stepSize` = learning rate / (1 − β₁ᵗ), `rootCorrection` = √(1 − β₂ᵗ), `shrink` multiplies the weights first.
  public static func adam(
    _ weights: MutableView, _ gradient: View, mean: MutableView, square: MutableView, beta1: Double, beta2: Double,
    stepSize: Float, rootCorrection: Float, epsilon: Float, shrink: Float
  ) {
    ck_adam(
      weights.base, gradient.base, mean.base, square.base, Float(beta1), Float(1 - beta1), Float(beta2),
      Float(1 - beta2), stepSize, rootCorrection, epsilon, shrink, weights.count)
  }
}
