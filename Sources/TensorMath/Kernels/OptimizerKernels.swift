internal import CKernels

// Updates in place. `states` are the optimizer's own tensors, of the parameter's shape.

extension Kernels {
  public static func sgd(_ weights: MutableView, _ gradient: View, learningRate: Float) {
    shareOutCells(weights.count) { ck_sgd(weights.base + $0, gradient.base + $0, learningRate, $1) }
  }

  public static func momentum(
    _ weights: MutableView, _ gradient: View, velocity: MutableView, learningRate: Float, momentum: Float,
    nesterov: Bool
  ) {
    shareOutCells(weights.count) {
      ck_momentum(
        weights.base + $0, gradient.base + $0, velocity.base + $0, learningRate, momentum, nesterov ? 1 : 0, $1)
    }
  }

  public static func adagrad(
    _ weights: MutableView, _ gradient: View, square: MutableView, learningRate: Float, epsilon: Float
  ) {
    shareOutCells(weights.count) {
      ck_adagrad(weights.base + $0, gradient.base + $0, square.base + $0, learningRate, epsilon, $1)
    }
  }

  public static func adadelta(
    _ weights: MutableView, _ gradient: View, square: MutableView, movement: MutableView, learningRate: Float,
    decay: Double, epsilon: Float
  ) {
    let (decay, rest) = (Float(decay), Float(1 - decay))
    shareOutCells(weights.count) {
      ck_adadelta(
        weights.base + $0, gradient.base + $0, square.base + $0, movement.base + $0, learningRate, decay, rest, epsilon,
        $1)
    }
  }

  public static func rmsProp(
    _ weights: MutableView, _ gradient: View, square: MutableView, learningRate: Float, decay: Double, epsilon: Float
  ) {
    let (decay, rest) = (Float(decay), Float(1 - decay))
    shareOutCells(weights.count) {
      ck_rmsprop(
        weights.base + $0, gradient.base + $0, square.base + $0, learningRate, decay, rest, epsilon, $1)
    }
  }

  /// `stepSize` = learning rate / (1 − β₁ᵗ), `rootCorrection` = √(1 − β₂ᵗ), `shrink` multiplies the weights first.
  public static func adam(
    _ weights: MutableView, _ gradient: View, mean: MutableView, square: MutableView, beta1: Double, beta2: Double,
    stepSize: Float, rootCorrection: Float, epsilon: Float, shrink: Float
  ) {
    let (beta1, rest1, beta2, rest2) = (Float(beta1), Float(1 - beta1), Float(beta2), Float(1 - beta2))
    shareOutCells(weights.count) {
      ck_adam(
        weights.base + $0, gradient.base + $0, mean.base + $0, square.base + $0, beta1, rest1, beta2, rest2, stepSize,
        rootCorrection, epsilon, shrink, $1)
    }
  }
}
