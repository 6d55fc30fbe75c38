// Products of small matrices. Blocks of columns are held in registers while the inner index runs;
// four or eight rows at a time share what is loaded. When BLAS is called instead: MatrixProductKernels.swift.
#include "ckernels.h"

#include <string.h>

typedef float f4 __attribute__((vector_size(16), aligned(4)));
typedef float f8 __attribute__((vector_size(32), aligned(4)));
typedef float f16 __attribute__((vector_size(64), aligned(4)));

/// How long the inner side may be for a product with two or three columns to be rearranged on the stack (16 KiB).
#define NARROW_LIMIT 1024

// For a block of W columns that starts at column c: y[r, block] = bias[block] + Σₖ x[r, k] · w[k, block]
#define AFFINE_BLOCK(NAME, V)                                                                        \
  static void NAME(const float *x, const float *w, const float *bias, float *y, size_t rows,         \
                   size_t inner, size_t columns, size_t c) {                                         \
    V start = {0};                                                                                   \
    if (bias) start = *(const V *)(bias + c);                                                        \
    size_t r = 0;                                                                                    \
    for (; r + 4 <= rows; r += 4) {                                                                  \
      V a = start, b = start, d = start, e = start;                                                  \
      const float *x0 = x + r * inner, *x1 = x0 + inner, *x2 = x1 + inner, *x3 = x2 + inner;         \
      for (size_t k = 0; k < inner; k++) {                                                           \
        const V weights = *(const V *)(w + k * columns + c);                                         \
        a += x0[k] * weights;                                                                        \
        b += x1[k] * weights;                                                                        \
        d += x2[k] * weights;                                                                        \
        e += x3[k] * weights;                                                                        \
      }                                                                                              \
      float *out = y + r * columns + c;                                                              \
      *(V *)out = a;                                                                                 \
      *(V *)(out + columns) = b;                                                                     \
      *(V *)(out + 2 * columns) = d;                                                                 \
      *(V *)(out + 3 * columns) = e;                                                                 \
    }                                                                                                \
    for (; r < rows; r++) {                                                                          \
      V a = start;                                                                                   \
      for (size_t k = 0; k < inner; k++) a += x[r * inner + k] * *(const V *)(w + k * columns + c);  \
      *(V *)(y + r * columns + c) = a;                                                               \
    }                                                                                                \
  }

AFFINE_BLOCK(affine_four_rows_16, f16)
AFFINE_BLOCK(affine_block_8, f8)
AFFINE_BLOCK(affine_block_4, f4)

#if defined(__AVX512F__)
// With 32 registers, eight rows at a time: enough independent sums for two units of four cycles each.
static void affine_block_16(const float *x, const float *w, const float *bias, float *y, size_t rows, size_t inner,
                            size_t columns, size_t c) {
  f16 start = {0};
  if (bias) start = *(const f16 *)(bias + c);
  size_t r = 0;
  for (; r + 8 <= rows; r += 8) {
    f16 s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;
    const float *in = x + r * inner;
    for (size_t k = 0; k < inner; k++) {
      const f16 weights = *(const f16 *)(w + k * columns + c);
      s0 += in[k] * weights;
      s1 += in[k + inner] * weights;
      s2 += in[k + 2 * inner] * weights;
      s3 += in[k + 3 * inner] * weights;
      s4 += in[k + 4 * inner] * weights;
      s5 += in[k + 5 * inner] * weights;
      s6 += in[k + 6 * inner] * weights;
      s7 += in[k + 7 * inner] * weights;
    }
    float *out = y + r * columns + c;
    *(f16 *)out = s0;
    *(f16 *)(out + columns) = s1;
    *(f16 *)(out + 2 * columns) = s2;
    *(f16 *)(out + 3 * columns) = s3;
    *(f16 *)(out + 4 * columns) = s4;
    *(f16 *)(out + 5 * columns) = s5;
    *(f16 *)(out + 6 * columns) = s6;
    *(f16 *)(out + 7 * columns) = s7;
  }
  affine_four_rows_16(x + r * inner, w, bias, y + r * columns, rows - r, inner, columns, c);
}
#else
#define affine_block_16 affine_four_rows_16
#endif

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
  size_t c = 0;
  for (; c + 16 <= columns; c += 16) affine_block_16(x, w, bias, y, rows, inner, columns, c);
  for (; c + 8 <= columns; c += 8) affine_block_8(x, w, bias, y, rows, inner, columns, c);
  for (; c + 4 <= columns; c += 4) affine_block_4(x, w, bias, y, rows, inner, columns, c);
  if (c < columns && columns >= 4) {
    // The last columns with some before them: those are computed again, from the same terms in the same order.
    affine_block_4(x, w, bias, y, rows, inner, columns, columns - 4);
    return;
  }
  for (; c < columns; c++) {
    for (size_t r = 0; r < rows; r++) {
      float sum = bias ? bias[c] : 0;
      for (size_t k = 0; k < inner; k++) sum += x[r * inner + k] * w[k * columns + c];
      y[r * columns + c] = sum;
    }
  }
}

// For a block of W columns: y[k, block] = Σᵣ x[r, k] · g[r, block], eight k at a time.
#define LEFT_BLOCK(NAME, V)                                                                          \
  static void NAME(const float *x, const float *g, float *y, size_t rows, size_t inner,              \
                   size_t columns, size_t c) {                                                       \
    size_t k = 0;                                                                                    \
    for (; k + 8 <= inner; k += 8) {                                                                 \
      V s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, s4 = {0}, s5 = {0}, s6 = {0}, s7 = {0};              \
      for (size_t r = 0; r < rows; r++) {                                                            \
        const V up = *(const V *)(g + r * columns + c);                                              \
        const float *in = x + r * inner + k;                                                         \
        s0 += in[0] * up;                                                                            \
        s1 += in[1] * up;                                                                            \
        s2 += in[2] * up;                                                                            \
        s3 += in[3] * up;                                                                            \
        s4 += in[4] * up;                                                                            \
        s5 += in[5] * up;                                                                            \
        s6 += in[6] * up;                                                                            \
        s7 += in[7] * up;                                                                            \
      }                                                                                              \
      float *out = y + k * columns + c;                                                              \
      *(V *)out = s0;                                                                                \
      *(V *)(out + columns) = s1;                                                                    \
      *(V *)(out + 2 * columns) = s2;                                                                \
      *(V *)(out + 3 * columns) = s3;                                                                \
      *(V *)(out + 4 * columns) = s4;                                                                \
      *(V *)(out + 5 * columns) = s5;                                                                \
      *(V *)(out + 6 * columns) = s6;                                                                \
      *(V *)(out + 7 * columns) = s7;                                                                \
    }                                                                                                \
    for (; k < inner; k++) {                                                                         \
      V even = {0}, odd = {0};                                                                       \
      size_t r = 0;                                                                                  \
      for (; r + 2 <= rows; r += 2) {                                                                \
        even += x[r * inner + k] * *(const V *)(g + r * columns + c);                                \
        odd += x[(r + 1) * inner + k] * *(const V *)(g + (r + 1) * columns + c);                     \
      }                                                                                              \
      if (r < rows) even += x[r * inner + k] * *(const V *)(g + r * columns + c);                    \
      *(V *)(y + k * columns + c) = even + odd;                                                      \
    }                                                                                                \
  }

LEFT_BLOCK(left_block_16, f16)
LEFT_BLOCK(left_block_8, f8)
LEFT_BLOCK(left_block_4, f4)

void ck_product_transposed_left(const float *x, const float *g, float *y, size_t rows, size_t inner,
                                size_t columns) {
  if (columns < 4 && inner >= 4 && inner <= NARROW_LIMIT) {
    // yᵀ = gᵀ · x, the same product with the roles exchanged; one column is its own transpose.
    float transposed[3 * NARROW_LIMIT];
    ck_product_transposed_left(g, x, columns == 1 ? y : transposed, rows, columns, inner);
    if (columns > 1) ck_transpose(transposed, y, columns, inner);
    return;
  }
  size_t c = 0;
  for (; c + 16 <= columns; c += 16) left_block_16(x, g, y, rows, inner, columns, c);
  for (; c + 8 <= columns; c += 8) left_block_8(x, g, y, rows, inner, columns, c);
  for (; c + 4 <= columns; c += 4) left_block_4(x, g, y, rows, inner, columns, c);
  if (c < columns && columns >= 4) {
    left_block_4(x, g, y, rows, inner, columns, columns - 4);
    return;
  }
  for (; c < columns; c++) {
    for (size_t k = 0; k < inner; k++) {
      float sum = 0;
      for (size_t r = 0; r < rows; r++) sum += x[r * inner + k] * g[r * columns + c];
      y[k * columns + c] = sum;
    }
  }
}
