// Plain loops that the compiler turns into vectors, and reductions in double precision.
#include "ckernels.h"

#include <math.h>

void ck_add(const float *a, const float *b, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = a[i] + b[i];
}

void ck_subtract(const float *a, const float *b, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = a[i] - b[i];
}

void ck_multiply(const float *a, const float *b, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = a[i] * b[i];
}

void ck_scale(const float *a, float factor, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = factor * a[i];
}

void ck_leaky_relu(const float *x, float slope, float *y, size_t count) {
  // Written as "not positive" so that NaN comes out as NaN.
  for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : slope == 0 && x[i] <= 0 ? 0 : slope * x[i];
}

void ck_leaky_relu_backward(const float *x, float slope, const float *upstream, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? upstream[i] : slope * upstream[i];
}

void ck_hard_shrink(const float *x, float threshold, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = fabsf(x[i]) <= threshold ? 0 : x[i];
}

void ck_hard_shrink_backward(const float *x, float threshold, const float *upstream, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = fabsf(x[i]) <= threshold ? 0 : upstream[i];
}

void ck_clip(const float *x, float limit, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] > limit ? limit : x[i] < -limit ? -limit : x[i];
}

void ck_clip_backward(const float *x, float limit, const float *upstream, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = fabsf(x[i]) <= limit ? upstream[i] : 0;
}

void ck_at_least(const float *x, float least, float value, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] >= least ? value : x[i] < least ? 0 : x[i];
}

void ck_step(const float *x, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? 1 : x[i] <= 0 ? 0 : x[i];
}

void ck_tanh_backward(const float *output, const float *upstream, float *y, size_t count) {
  // As a product: 1 − y² would lose its digits where y is near ±1.
  for (size_t i = 0; i < count; i++) y[i] = upstream[i] * ((1.0f - output[i]) * (1.0f + output[i]));
}

void ck_sigmoid_backward(const float *output, const float *upstream, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = upstream[i] * (output[i] * (1.0f - output[i]));
}

// Reductions run in eight partial sums, so that one addition need not wait for the last: that is eight times as
// fast. The partial sums are added in pairs, then the rest in order.
#define REDUCE(NAME, TERM)                                                                           \
  double NAME(const float *x, size_t count) {                                                        \
    double s[8] = {0};                                                                               \
    size_t i = 0;                                                                                    \
    for (; i + 8 <= count; i += 8) {                                                                 \
      for (size_t lane = 0; lane < 8; lane++) {                                                      \
        const double value = x[i + lane];                                                            \
        s[lane] += TERM;                                                                             \
      }                                                                                              \
    }                                                                                                \
    double sum = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));                  \
    for (; i < count; i++) {                                                                         \
      const double value = x[i];                                                                     \
      sum += TERM;                                                                                   \
    }                                                                                                \
    return sum;                                                                                      \
  }

REDUCE(ck_sum, value)
REDUCE(ck_sum_of_squares, value *value)
REDUCE(ck_sum_of_magnitudes, fabs(value))

void ck_sum_channels(const float *x, float *y, size_t batch, size_t channels, size_t area) {
  for (size_t c = 0; c < channels; c++) {
    // Partial sums across images, since an image's channel may be no more than one vector.
    double s[16] = {0}, sum = 0;
    for (size_t n = 0; n < batch; n++) {
      const float *map = x + (n * channels + c) * area;
      size_t i = 0;
      for (; i + 16 <= area; i += 16)
        for (size_t lane = 0; lane < 16; lane++) s[lane] += map[i + lane];
      for (; i < area; i++) s[i % 16] += map[i];
    }
    for (size_t lane = 0; lane < 16; lane++) sum += s[lane];
    y[c] = (float)sum;
  }
}

typedef float f4 __attribute__((vector_size(16), aligned(4)));
typedef float f8 __attribute__((vector_size(32), aligned(4)));
typedef float f16 __attribute__((vector_size(64), aligned(4)));

// For a block of columns: four sums, of every fourth row each, then those in pairs.
#define SUM_BLOCK(V)                                                                                 \
  {                                                                                                  \
    V a = {0}, b = {0}, d = {0}, e = {0};                                                            \
    size_t r = 0;                                                                                    \
    for (; r + 4 <= rows; r += 4) {                                                                  \
      const float *row = x + r * step + c;                                                           \
      a += *(const V *)row;                                                                          \
      b += *(const V *)(row + step);                                                                 \
      d += *(const V *)(row + 2 * step);                                                             \
      e += *(const V *)(row + 3 * step);                                                             \
    }                                                                                                \
    V sum = (a + b) + (d + e);                                                                       \
    for (; r < rows; r++) sum += *(const V *)(x + r * step + c);                                     \
    *(V *)(y + c) = sum;                                                                             \
    c += sizeof(V) / sizeof(float);                                                                  \
  }

void ck_sum_rows(const float *x, float *restrict y, size_t rows, size_t columns, size_t step) {
  if (step == 1) {
    y[0] = (float)ck_sum(x, rows);
    return;
  }
  size_t c = 0;
  while (c + 16 <= columns) SUM_BLOCK(f16)
  while (c + 8 <= columns) SUM_BLOCK(f8)
  while (c + 4 <= columns) SUM_BLOCK(f4)
  for (; c < columns; c++) {
    float sum = 0;
    for (size_t r = 0; r < rows; r++) sum += x[r * step + c];
    y[c] = sum;
  }
}

void ck_sum_of_products(
    const float *a, const float *b, const float *c, const float *d, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = a[i] * b[i] + c[i] * d[i];
}

void ck_interpolate(const float *a, const float *b, const float *z, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = (1.0f - z[i]) * a[i] + z[i] * b[i];
}

void ck_interpolate_backward(
    const float *a, const float *b, const float *z, const float *upstream, float *a_gradient, float *b_gradient,
    float *z_gradient, size_t count) {
  if (a_gradient)
    for (size_t i = 0; i < count; i++) a_gradient[i] = upstream[i] * (1.0f - z[i]);
  if (b_gradient)
    for (size_t i = 0; i < count; i++) b_gradient[i] = upstream[i] * z[i];
  if (z_gradient)
    for (size_t i = 0; i < count; i++) z_gradient[i] = upstream[i] * (b[i] - a[i]);
}
