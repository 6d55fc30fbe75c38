// Products of matrices that may be parts of wider ones: rows stand `x_step`, `w_step`, … floats apart. Blocks of columns
// are held in registers while the inner index runs; four or eight rows at a time share what is loaded. A number's sum
// is over the inner index in order, whatever block it falls into.
//
// Not a header of its own right: products.c and attention.c make their functions of it.
#ifndef CKERNELS_PRODUCT_BLOCKS_H
#define CKERNELS_PRODUCT_BLOCKS_H

#include <stddef.h>

#include "lanes.h"

// For a block of columns that starts at c: y[r, block] = bias[block] + Σₖ x[r, k] · w[k, block]
#define PRODUCT_PARAMETERS                                                                                     \
  const float *x, size_t x_step, const float *w, size_t w_step, const float *bias, float *y, size_t y_step,    \
      size_t rows, size_t inner, size_t c

#define FOUR_ROWS(NAME, V)                                                                                     \
  static void NAME(PRODUCT_PARAMETERS) {                                                                       \
    V start = {0};                                                                                             \
    if (bias) start = *(const V *)(bias + c);                                                                  \
    size_t r = 0;                                                                                              \
    for (; r + 4 <= rows; r += 4) {                                                                            \
      V s[4] = {start, start, start, start};                                                                   \
      const float *in = x + r * x_step;                                                                        \
      for (size_t k = 0; k < inner; k++) {                                                                     \
        const V weights = *(const V *)(w + k * w_step + c);                                                    \
        UNROLL for (size_t i = 0; i < 4; i++) s[i] += in[k + i * x_step] * weights;                            \
      }                                                                                                        \
      UNROLL for (size_t i = 0; i < 4; i++) *(V *)(y + (r + i) * y_step + c) = s[i];                           \
    }                                                                                                          \
    for (; r < rows; r++) {                                                                                    \
      V a = start;                                                                                             \
      for (size_t k = 0; k < inner; k++) a += x[r * x_step + k] * *(const V *)(w + k * w_step + c);            \
      *(V *)(y + r * y_step + c) = a;                                                                          \
    }                                                                                                          \
  }

FOUR_ROWS(four_rows_16, f16)
FOUR_ROWS(four_rows_8, f8)
FOUR_ROWS(product_block_4, f4)

#if defined(__AVX512F__)
// With 32 registers, eight rows at a time: enough independent sums for two units of four cycles each.
#define EIGHT_ROWS(NAME, V, REST)                                                                              \
  static void NAME(PRODUCT_PARAMETERS) {                                                                       \
    V start = {0};                                                                                             \
    if (bias) start = *(const V *)(bias + c);                                                                  \
    size_t r = 0;                                                                                              \
    for (; r + 8 <= rows; r += 8) {                                                                            \
      V s[8] = {start, start, start, start, start, start, start, start};                                       \
      const float *in = x + r * x_step;                                                                        \
      for (size_t k = 0; k < inner; k++) {                                                                     \
        const V weights = *(const V *)(w + k * w_step + c);                                                    \
        UNROLL for (size_t i = 0; i < 8; i++) s[i] += in[k + i * x_step] * weights;                            \
      }                                                                                                        \
      UNROLL for (size_t i = 0; i < 8; i++) *(V *)(y + (r + i) * y_step + c) = s[i];                           \
    }                                                                                                          \
    REST(x + r * x_step, x_step, w, w_step, bias, y + r * y_step, y_step, rows - r, inner, c);                 \
  }

EIGHT_ROWS(product_block_16, f16, four_rows_16)
EIGHT_ROWS(product_block_8, f8, four_rows_8)
#else
#define product_block_16 four_rows_16
#define product_block_8 four_rows_8
#endif

/// y[rows, columns] = x[rows, inner] · w[inner, columns] + bias[columns]; bias may be NULL.
static void product(const float *x, size_t x_step, const float *w, size_t w_step, const float *bias, float *y,
                    size_t y_step, size_t rows, size_t inner, size_t columns) {
#define BLOCK(NAME, c) NAME(x, x_step, w, w_step, bias, y, y_step, rows, inner, c)
  size_t c = 0;
  for (; c + 16 <= columns; c += 16) BLOCK(product_block_16, c);
  for (; c + 8 <= columns; c += 8) BLOCK(product_block_8, c);
  for (; c + 4 <= columns; c += 4) BLOCK(product_block_4, c);
  if (c < columns && columns >= 4) {
    // The last columns with some before them: those are computed again, from the same terms in the same order.
    BLOCK(product_block_4, columns - 4);
    return;
  }
#undef BLOCK
  for (; c < columns; c++) {
    for (size_t r = 0; r < rows; r++) {
      float sum = bias ? bias[c] : 0;
      for (size_t k = 0; k < inner; k++) sum += x[r * x_step + k] * w[k * w_step + c];
      y[r * y_step + c] = sum;
    }
  }
}

// For a block of columns: y[k, block] = Σᵣ x[r, k] · g[r, block], eight k at a time.
#define LEFT_BLOCK(NAME, V)                                                                                    \
  static void NAME(const float *x, size_t x_step, const float *g, size_t g_step, float *y, size_t y_step,      \
                   size_t rows, size_t inner, size_t c) {                                                      \
    size_t k = 0;                                                                                              \
    for (; k + 8 <= inner; k += 8) {                                                                           \
      V s[8] = {0};                                                                                            \
      for (size_t r = 0; r < rows; r++) {                                                                      \
        const V up = *(const V *)(g + r * g_step + c);                                                         \
        const float *in = x + r * x_step + k;                                                                  \
        UNROLL for (size_t i = 0; i < 8; i++) s[i] += in[i] * up;                                              \
      }                                                                                                        \
      UNROLL for (size_t i = 0; i < 8; i++) *(V *)(y + (k + i) * y_step + c) = s[i];                           \
    }                                                                                                          \
    for (; k < inner; k++) {                                                                                   \
      V even = {0}, odd = {0};                                                                                 \
      size_t r = 0;                                                                                            \
      for (; r + 2 <= rows; r += 2) {                                                                          \
        even += x[r * x_step + k] * *(const V *)(g + r * g_step + c);                                          \
        odd += x[(r + 1) * x_step + k] * *(const V *)(g + (r + 1) * g_step + c);                               \
      }                                                                                                        \
      if (r < rows) even += x[r * x_step + k] * *(const V *)(g + r * g_step + c);                              \
      *(V *)(y + k * y_step + c) = even + odd;                                                                 \
    }                                                                                                          \
  }

LEFT_BLOCK(left_block_16, f16)
LEFT_BLOCK(left_block_8, f8)
LEFT_BLOCK(left_block_4, f4)

/// y[inner, columns] = xᵀ · g, with x[rows, inner] and g[rows, columns]
static void product_of_transposed(const float *x, size_t x_step, const float *g, size_t g_step, float *y,
                                  size_t y_step, size_t rows, size_t inner, size_t columns) {
#define BLOCK(NAME, c) NAME(x, x_step, g, g_step, y, y_step, rows, inner, c)
  size_t c = 0;
  for (; c + 16 <= columns; c += 16) BLOCK(left_block_16, c);
  for (; c + 8 <= columns; c += 8) BLOCK(left_block_8, c);
  for (; c + 4 <= columns; c += 4) BLOCK(left_block_4, c);
  if (c < columns && columns >= 4) {
    BLOCK(left_block_4, columns - 4);
    return;
  }
#undef BLOCK
  for (; c < columns; c++) {
    for (size_t k = 0; k < inner; k++) {
      float sum = 0;
      for (size_t r = 0; r < rows; r++) sum += x[r * x_step + k] * g[r * g_step + c];
      y[k * y_step + c] = sum;
    }
  }
}

#endif
