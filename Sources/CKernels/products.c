// Products of small matrices, and of those of one to three columns in ways of their own. When BLAS is called instead:
// MatrixProductKernels.swift.
#include "ckernels.h"

#include "product_blocks.h"
#include "sequences.h"

/// How long the inner side may be for a product with two or three columns to be rearranged on the stack (16 KiB).
#define NARROW_LIMIT 1024
/// How long the inner side may be for blocks of sixteen weights to be laid out on the stack (32 KiB).
#define LAID_OUT_LIMIT 512

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

/// Whether the weights of a block of columns are laid one behind the other first. Far apart they share few places of the
/// first cache: 1024×128×512 takes 1.15 ms, and 1.24 ms without.
static int is_worth_laying_out(size_t rows, size_t inner, size_t columns) {
  return rows >= 64 && columns >= 256 && inner <= LAID_OUT_LIMIT;
}

// A function of its own, so that a single neuron does not pay for the room on the stack.
__attribute__((noinline)) static size_t affine_laid_out(const float *x, const float *w, const float *bias, float *y,
                                                        size_t rows, size_t inner, size_t columns) {
  f16 block[LAID_OUT_LIMIT];
  size_t c = 0;
  for (; c + 16 <= columns; c += 16) {
    for (size_t k = 0; k < inner; k++) block[k] = *(const f16 *)(w + k * columns + c);
    product_block_16(x, inner, (const float *)block, 16, bias ? bias + c : NULL, NULL, y + c, columns, rows, inner, 0,
                     16);
  }
  return c;
}

__attribute__((noinline)) static void affine_wide(const float *x, const float *w, const float *bias, float *y,
                                                  size_t rows, size_t inner, size_t columns) {
  const size_t done = is_worth_laying_out(rows, inner, columns) ? affine_laid_out(x, w, bias, y, rows, inner, columns) : 0;
  if (done < columns)
    product(x, inner, w + done, columns, bias ? bias + done : NULL, y + done, columns, rows, inner, columns - done);
}

void ck_affine(const float *x, const float *w, const float *bias, float *y, size_t rows, size_t inner,
               size_t columns) {
  if (columns == 1) affine_one_column(x, w, bias ? bias[0] : 0, y, rows, inner);
  else if (columns < 4 && inner <= NARROW_LIMIT) affine_narrow(x, w, bias, y, rows, inner, columns);
  else affine_wide(x, w, bias, y, rows, inner, columns);
}

void ck_state_transfer(const float *x, const float *w, const float *bias, const float *added, float *y, size_t rows,
                       size_t inner, size_t columns) {
  product_and_more(x, inner, w, columns, bias, added, y, columns, rows, inner, columns);
}

// yᵀ = gᵀ · x, the same product with the roles exchanged; one column is its own transpose.
__attribute__((noinline)) static void narrow_product_transposed_left(const float *x, const float *g, float *y,
                                                                     size_t rows, size_t inner, size_t columns) {
  float transposed[3 * NARROW_LIMIT];
  ck_product_transposed_left(g, columns, x, columns == 1 ? y : transposed, rows, columns, inner);
  if (columns > 1) ck_transpose(transposed, y, columns, inner);
}

__attribute__((noinline)) static void wide_product_transposed_left(const float *x, size_t x_step, const float *g,
                                                                   float *y, size_t rows, size_t inner,
                                                                   size_t columns) {
  product_of_transposed(x, x_step, g, columns, y, columns, rows, inner, columns);
}

void ck_product_transposed_left(const float *x, size_t x_step, const float *g, float *y, size_t rows, size_t inner,
                                size_t columns) {
  if (rows == 1 && columns == 1) {
    for (size_t k = 0; k < inner; k++) y[k] = x[k] * g[0];
  } else if (columns < 4 && inner >= 4 && inner <= NARROW_LIMIT && x_step == inner) {
    narrow_product_transposed_left(x, g, y, rows, inner, columns);
  } else {
    wide_product_transposed_left(x, x_step, g, y, rows, inner, columns);
  }
}
