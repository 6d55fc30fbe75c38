// Products of small matrices, and of those of one to three columns in ways of their own. When BLAS is called instead:
// MatrixProductKernels.swift.
#include "ckernels.h"

#include "product_blocks.h"

/// How long the inner side may be for a product with two or three columns to be rearranged on the stack (16 KiB).
#define NARROW_LIMIT 1024

// A macro, since passing eight floats by value would depend on whether the build knows AVX.
#define SUM_OF(v)                                                                                    \
  ({                                                                                                 \
    const f8 all = (v);                                                                              \
    const f4 half = __builtin_shufflevector(all, all, 0, 1, 2, 3) +                                  \
                    __builtin_shufflevector(all, all, 4, 5, 6, 7);                                   \
    (half[0] + half[2]) + (half[1] + half[3]);                                                       \
  })

// One column: a dot product a row.
static void affine_one_column(const float *x, const float *w, float start, float *y, size_t rows, size_t inner) {
  if (inner == 8) {
    const f8 weights = *(const f8 *)w;
    for (size_t r = 0; r < rows; r++) y[r] = start + SUM_OF(*(const f8 *)(x + r * 8) * weights);
    return;
  }
  for (size_t r = 0; r < rows; r++) {
    const float *row = x + r * inner;
    size_t k = 0;
    float sum = start;
    if (inner >= 8) {
      f8 sums = {0};
      for (; k + 8 <= inner; k += 8) sums += *(const f8 *)(row + k) * *(const f8 *)(w + k);
      sum += SUM_OF(sums);
    }
    for (; k < inner; k++) sum += row[k] * w[k];
    y[r] = sum;
  }
}

// Two or three columns: the weights in rows of four, padded with 0, so that a row of y is one vector.
static void affine_narrow(const float *x, const float *w, const float *bias, float *y, size_t rows, size_t inner,
                          size_t columns) {
  f4 padded[NARROW_LIMIT], start = {0};
  for (size_t c = 0; c < columns; c++) start[c] = bias ? bias[c] : 0;
  for (size_t k = 0; k < inner; k++) {
    padded[k] = (f4){0};
    for (size_t c = 0; c < columns; c++) padded[k][c] = w[k * columns + c];
  }
  for (size_t r = 0; r < rows; r++) {
    f4 sum = start;
    for (size_t k = 0; k < inner; k++) sum += x[r * inner + k] * padded[k];
    for (size_t c = 0; c < columns; c++) y[r * columns + c] = sum[c];
  }
}

void ck_affine(const float *x, const float *w, const float *bias, float *y, size_t rows, size_t inner,
               size_t columns) {
  if (columns == 1) {
    affine_one_column(x, w, bias ? bias[0] : 0, y, rows, inner);
    return;
  }
  if (columns < 4 && inner <= NARROW_LIMIT) {
    affine_narrow(x, w, bias, y, rows, inner, columns);
    return;
  }
  product(x, inner, w, columns, bias, y, columns, rows, inner, columns);
}

void ck_product_transposed_left(const float *x, const float *g, float *y, size_t rows, size_t inner,
                                size_t columns) {
  if (columns < 4 && inner >= 4 && inner <= NARROW_LIMIT) {
    // yᵀ = gᵀ · x, the same product with the roles exchanged; one column is its own transpose.
    float transposed[3 * NARROW_LIMIT];
    ck_product_transposed_left(g, x, columns == 1 ? y : transposed, rows, columns, inner);
    if (columns > 1) ck_transpose(transposed, y, columns, inner);
    return;
  }
  product_of_transposed(x, inner, g, columns, y, columns, rows, inner, columns);
}
