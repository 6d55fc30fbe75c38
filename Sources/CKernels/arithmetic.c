// Plain loops that the compiler turns into vectors, and reductions in double precision.
#include "ckernels.h"

#include <math.h>

void ck_add(const float *a, const float *b, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = a[i] + b[i];
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

void ck_tanh_backward(const float *output, const float *upstream, float *y, size_t count) {
  // As a product: 1 − y² would lose its digits where y is near ±1.
  for (size_t i = 0; i < count; i++) y[i] = upstream[i] * ((1.0f - output[i]) * (1.0f + output[i]));
}

void ck_sigmoid_backward(const float *output, const float *upstream, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = upstream[i] * (output[i] * (1.0f - output[i]));
}

double ck_sum(const float *x, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += x[i];
  return sum;
}

double ck_sum_of_squares(const float *x, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)x[i] * x[i];
  return sum;
}

double ck_sum_of_magnitudes(const float *x, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += fabsf(x[i]);
  return sum;
}

void ck_sum_rows(const float *x, float *restrict y, size_t rows, size_t columns) {
  if (columns == 1) {
    y[0] = (float)ck_sum(x, rows);
    return;
  }
  for (size_t c = 0; c < columns; c++) y[c] = 0;
  for (size_t r = 0; r < rows; r++) {
    for (size_t c = 0; c < columns; c++) y[c] += x[r * columns + c];
  }
}

void ck_transpose(const float *x, float *restrict y, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++) {
    for (size_t c = 0; c < columns; c++) y[c * rows + r] = x[r * columns + c];
  }
}
