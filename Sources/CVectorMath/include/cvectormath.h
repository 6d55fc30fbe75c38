// Elementwise functions over arrays of floats, by SLEEF's vector routines (1.0 ULP).
//
// Every element goes through the same vector code, the last few padded to a full vector, so a
// value's bits do not depend on where in an array it stands. `y` may equal `x`.
#ifndef CVECTORMATH_H
#define CVECTORMATH_H

#include <stddef.h>

void cvm_exp(const float *x, float *y, size_t count);
void cvm_tanh(const float *x, float *y, size_t count);
/// 1 / (1 + exp(-x))
void cvm_sigmoid(const float *x, float *y, size_t count);
/// log(1 + exp(x)), without overflow: max(x, 0) + log1p(exp(-|x|))
void cvm_softplus(const float *x, float *y, size_t count);
void cvm_log(const float *x, float *y, size_t count);
/// The error function, for the exact GELU.
void cvm_erf(const float *x, float *y, size_t count);

/// The number of floats a vector holds in this build: 4, 8 or 16.
int cvm_lanes(void);

#endif
