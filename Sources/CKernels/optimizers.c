// Weight updates in place, vectorized by the compiler. Formulas: the Swift file of each optimizer.
#include "ckernels.h"

#include <math.h>

void ck_sgd(float *restrict w, const float *restrict g, float learning_rate, size_t count) {
  for (size_t i = 0; i < count; i++) w[i] -= learning_rate * g[i];
}

void ck_momentum(float *restrict w, const float *restrict g, float *restrict velocity, float learning_rate,
                 float momentum, int nesterov, size_t count) {
  if (nesterov) {
    for (size_t i = 0; i < count; i++) {
      velocity[i] = momentum * velocity[i] + g[i];
      w[i] -= learning_rate * (g[i] + momentum * velocity[i]);
    }
  } else {
    for (size_t i = 0; i < count; i++) {
      velocity[i] = momentum * velocity[i] + g[i];
      w[i] -= learning_rate * velocity[i];
    }
  }
}

void ck_adagrad(float *restrict w, const float *restrict g, float *restrict square, float learning_rate,
                float epsilon, size_t count) {
  for (size_t i = 0; i < count; i++) {
    square[i] += g[i] * g[i];
    w[i] -= learning_rate * g[i] / (sqrtf(square[i]) + epsilon);
  }
}

void ck_adadelta(float *restrict w, const float *restrict g, float *restrict square, float *restrict movement,
                 float learning_rate, float decay, float rest, float epsilon, size_t count) {
  for (size_t i = 0; i < count; i++) {
    square[i] = decay * square[i] + rest * (g[i] * g[i]);
    const float step = sqrtf(movement[i] + epsilon) / sqrtf(square[i] + epsilon) * g[i];
    movement[i] = decay * movement[i] + rest * (step * step);
    w[i] -= learning_rate * step;
  }
}

void ck_rmsprop(float *restrict w, const float *restrict g, float *restrict square, float learning_rate,
                float decay, float rest, float epsilon, size_t count) {
  for (size_t i = 0; i < count; i++) {
    square[i] = decay * square[i] + rest * (g[i] * g[i]);
    w[i] -= learning_rate * g[i] / (sqrtf(square[i]) + epsilon);
  }
}

void ck_adam(float *restrict w, const float *restrict g, float *restrict m, float *restrict v, float beta1,
             float rest1, float beta2, float rest2, float step_size, float root_correction, float epsilon,
             float shrink, size_t count) {
  const float inverse_root = 1.0f / root_correction;
  for (size_t i = 0; i < count; i++) {
    m[i] = beta1 * m[i] + rest1 * g[i];
    v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
    w[i] = shrink * w[i] - step_size * m[i] / (sqrtf(v[i]) * inverse_root + epsilon);
  }
}
