// What recurrent cells do at one time step: the sums of a step, and gates, which read a block of a wider tensor and write
// a tensor of their own. Blocks are [rows, columns]; the rows of what they are part of stand `…_step` floats apart.
#ifndef CKERNELS_SEQUENCES_H
#define CKERNELS_SEQUENCES_H

#include <stddef.h>

/// y[rows, columns] = x[rows, inner] · w[inner, columns] + bias[columns] + added[rows, columns]
void ck_state_transfer(const float *x, const float *w, const float *bias, const float *added, float *y, size_t rows,
                       size_t inner, size_t columns);

// y[rows, columns] = f(a + b); b may be NULL.
void ck_gate_sum(const float *a, size_t a_step, const float *b, size_t b_step, float *y, size_t rows, size_t columns);
void ck_gate_sigmoid(const float *a, size_t a_step, const float *b, size_t b_step, float *y, size_t rows, size_t columns);
void ck_gate_tanh(const float *a, size_t a_step, const float *b, size_t b_step, float *y, size_t rows, size_t columns);

// The gradient of a, or of b: upstream[rows, columns] times the slope of f, written over a block of y.
void ck_gate_sum_backward(const float *upstream, float *y, size_t y_step, size_t rows, size_t columns);
/// output · (1 − output)
void ck_gate_sigmoid_backward(const float *output, const float *upstream, float *y, size_t y_step, size_t rows,
                              size_t columns);
/// 1 − output²
void ck_gate_tanh_backward(const float *output, const float *upstream, float *y, size_t y_step, size_t rows,
                           size_t columns);

#endif
