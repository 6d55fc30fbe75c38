// Transposing part of a matrix.
#ifndef CKERNELS_TRANSPOSE_H
#define CKERNELS_TRANSPOSE_H

#include <stddef.h>

/// y[columns, rows] = xᵀ, with x[rows, columns], whose rows stand so many floats apart.
void ck_transpose_part(const float *x, size_t x_step, float *y, size_t y_step, size_t rows, size_t columns);

#endif
