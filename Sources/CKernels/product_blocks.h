// Products of matrices that may be parts of wider ones: rows stand `x_step`, `w_step`, … floats apart. Blocks of columns
// are held in registers while the inner index runs; four or eight rows at a time share what is loaded. A number's sum
// is over the inner index in order, whatever block it falls into.
//
// Not a header of its own right: products.c and attention.c make their functions of it.
#ifndef CKERNELS_PRODUCT_BLOCKS_H
#define CKERNELS_PRODUCT_BLOCKS_H

#include <stddef.h>

#include "lanes.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

// A whole block of columns, or the first `count` of it; beyond them nothing is read or written.
#define WHOLE(V)
#define LOAD_WHOLE(V, p) (*(const V *)(p))
#define STORE_WHOLE(V, p, v) (*(V *)(p) = (v))
#if defined(__AVX512VL__)
#define HAS_PARTS 1
#define PART(V) const __mmask8 mask = (__mmask8)((1u << count) - 1);
#define LOAD_PART(V, p) ((V)_mm256_maskz_loadu_ps(mask, (p)))
#define STORE_PART(V, p, v) _mm256_mask_storeu_ps((p), mask, (__m256)(v))
#elif defined(__AVX2__)
#define HAS_PARTS 1
#define PART(V) const __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
#define LOAD_PART(V, p) ((V)_mm256_maskload_ps((p), mask))
#define STORE_PART(V, p, v) _mm256_maskstore_ps((p), mask, (__m256)(v))
#else
#define HAS_PARTS 0
#endif

// For a block of columns that starts at c: y[r, block] = bias[block] + Σₖ x[r, k] · w[k, block] + added[r, block].
// `bias` and `added` may be NULL; the rows of `added` stand as far apart as those of y.
#define PRODUCT_PARAMETERS                                                                                     \
  const float *x, size_t x_step, const float *w, size_t w_step, const float *bias, const float *added,         \
      float *y, size_t y_step, size_t rows, size_t inner, size_t c, size_t count

// What is added comes from far away as a rule: it is asked for before the sums, and there when they are done.
#define FETCH_ADDED(ROWS)                                                                                      \
  if (added) UNROLL for (size_t i = 0; i < ROWS; i++) __builtin_prefetch(added + (r + i) * y_step + c);
#define ADD_ADDED(V, LOAD, ROWS)                                                                               \
  if (added) UNROLL for (size_t i = 0; i < ROWS; i++) s[i] += LOAD(V, added + (r + i) * y_step + c);

#define ROWS_TOGETHER(V, LOAD, STORE, ROWS)                                                                     \
  for (; r + ROWS <= rows; r += ROWS) {                                                                        \
    V s[ROWS];                                                                                                 \
    UNROLL for (size_t i = 0; i < ROWS; i++) s[i] = start;                                                     \
    const float *in = x + r * x_step;                                                                          \
    FETCH_ADDED(ROWS)                                                                                          \
    for (size_t k = 0; k < inner; k++) {                                                                       \
      const V weights = LOAD(V, w + k * w_step + c);                                                           \
      UNROLL for (size_t i = 0; i < ROWS; i++) s[i] += in[k + i * x_step] * weights;                           \
    }                                                                                                          \
    ADD_ADDED(V, LOAD, ROWS)                                                                                   \
    UNROLL for (size_t i = 0; i < ROWS; i++) STORE(V, y + (r + i) * y_step + c, s[i]);                         \
  }

// With 32 registers, eight rows at a time: enough independent sums for two units of four cycles each.
#if defined(__AVX512F__)
#define MANY_ROWS(V, LOAD, STORE) ROWS_TOGETHER(V, LOAD, STORE, 8)
#else
#define MANY_ROWS(V, LOAD, STORE)
#endif

#define PRODUCT_BLOCK(NAME, V, KIND, LOAD, STORE)                                                              \
  ALWAYS_INLINE void NAME(PRODUCT_PARAMETERS) {                                                                     \
    (void)count;                                                                                               \
    KIND(V)                                                                                                    \
    V start = {0};                                                                                             \
    if (bias) start = LOAD(V, bias + c);                                                                       \
    size_t r = 0;                                                                                              \
    MANY_ROWS(V, LOAD, STORE)                                                                                  \
    ROWS_TOGETHER(V, LOAD, STORE, 4)                                                                           \
    ROWS_TOGETHER(V, LOAD, STORE, 1)                                                                           \
  }

PRODUCT_BLOCK(product_block_16, f16, WHOLE, LOAD_WHOLE, STORE_WHOLE)
PRODUCT_BLOCK(product_block_8, f8, WHOLE, LOAD_WHOLE, STORE_WHOLE)
#if HAS_PARTS
PRODUCT_BLOCK(product_block_part, f8, PART, LOAD_PART, STORE_PART)
#else
PRODUCT_BLOCK(product_block_4, f4, WHOLE, LOAD_WHOLE, STORE_WHOLE)
#endif

/// y[rows, columns] = x[rows, inner] · w[inner, columns] + bias[columns] + added[rows, columns]
ALWAYS_INLINE void product_and_more(const float *x, size_t x_step, const float *w, size_t w_step, const float *bias,
                             const float *added, float *y, size_t y_step, size_t rows, size_t inner, size_t columns) {
#define BLOCK(NAME, c) NAME(x, x_step, w, w_step, bias, added, y, y_step, rows, inner, c, columns - (c))
  size_t c = 0;
  for (; c + 16 <= columns; c += 16) BLOCK(product_block_16, c);
  for (; c + 8 <= columns; c += 8) BLOCK(product_block_8, c);
#if HAS_PARTS
  if (c < columns) BLOCK(product_block_part, c);
#else
  for (; c + 4 <= columns; c += 4) BLOCK(product_block_4, c);
  if (c < columns && columns >= 4) {
    // The last columns with some before them: those are computed again, from the same terms in the same order.
    BLOCK(product_block_4, columns - 4);
    return;
  }
  for (; c < columns; c++) {
    for (size_t r = 0; r < rows; r++) {
      float sum = bias ? bias[c] : 0;
      for (size_t k = 0; k < inner; k++) sum += x[r * x_step + k] * w[k * w_step + c];
      y[r * y_step + c] = added ? sum + added[r * y_step + c] : sum;
    }
  }
#endif
#undef BLOCK
}

/// y[rows, columns] = x[rows, inner] · w[inner, columns] + bias[columns]
ALWAYS_INLINE void product(const float *x, size_t x_step, const float *w, size_t w_step, const float *bias, float *y,
                           size_t y_step, size_t rows, size_t inner, size_t columns) {
  product_and_more(x, x_step, w, w_step, bias, NULL, y, y_step, rows, inner, columns);
}

// For a block of columns: y[k, block] = Σᵣ x[r, k] · g[r, block], eight k at a time; added to y where `more`.
#define LEFT_BLOCK(NAME, V, KIND, LOAD, STORE)                                                                 \
  ALWAYS_INLINE void NAME(const float *x, size_t x_step, const float *g, size_t g_step, float *y, size_t y_step, \
                   size_t rows, size_t inner, size_t c, size_t count, int more) {                              \
    (void)count;                                                                                               \
    KIND(V)                                                                                                    \
    size_t k = 0;                                                                                              \
    for (; k + 8 <= inner; k += 8) {                                                                           \
      V s[8] = {0};                                                                                            \
      for (size_t r = 0; r < rows; r++) {                                                                      \
        const V up = LOAD(V, g + r * g_step + c);                                                              \
        const float *in = x + r * x_step + k;                                                                  \
        UNROLL for (size_t i = 0; i < 8; i++) s[i] += in[i] * up;                                              \
      }                                                                                                        \
      if (more) UNROLL for (size_t i = 0; i < 8; i++) s[i] += LOAD(V, y + (k + i) * y_step + c);               \
      UNROLL for (size_t i = 0; i < 8; i++) STORE(V, y + (k + i) * y_step + c, s[i]);                          \
    }                                                                                                          \
    for (; k < inner; k++) {                                                                                   \
      V even = {0}, odd = {0};                                                                                 \
      size_t r = 0;                                                                                            \
      for (; r + 2 <= rows; r += 2) {                                                                          \
        even += x[r * x_step + k] * LOAD(V, g + r * g_step + c);                                               \
        odd += x[(r + 1) * x_step + k] * LOAD(V, g + (r + 1) * g_step + c);                                    \
      }                                                                                                        \
      if (r < rows) even += x[r * x_step + k] * LOAD(V, g + r * g_step + c);                                   \
      even += odd;                                                                                             \
      if (more) even += LOAD(V, y + k * y_step + c);                                                           \
      STORE(V, y + k * y_step + c, even);                                                                      \
    }                                                                                                          \
  }

LEFT_BLOCK(left_block_16, f16, WHOLE, LOAD_WHOLE, STORE_WHOLE)
LEFT_BLOCK(left_block_8, f8, WHOLE, LOAD_WHOLE, STORE_WHOLE)
#if HAS_PARTS
LEFT_BLOCK(left_block_part, f8, PART, LOAD_PART, STORE_PART)
#else
LEFT_BLOCK(left_block_4, f4, WHOLE, LOAD_WHOLE, STORE_WHOLE)
#endif

/// How many rows of x and g are gone through at a time: as many as stay in the second cache (some 640 KiB of 1 MiB)
/// until all blocks have met them.
static inline size_t rows_together(size_t rows, size_t x_step, size_t g_step) {
  const size_t bytes = (x_step + g_step) * sizeof(float);
  if (rows * bytes <= 1 << 20) return rows;
  const size_t fitting = (640 << 10) / bytes;
  return fitting < 64 ? 64 : fitting / 2 * 2;
}

/// y[inner, columns] = xᵀ · g, with x[rows, inner] and g[rows, columns]
ALWAYS_INLINE void product_of_transposed(const float *x, size_t x_step, const float *g, size_t g_step, float *y,
                                  size_t y_step, size_t rows, size_t inner, size_t columns) {
  const size_t together = rows_together(rows, x_step, g_step);
  size_t c = 0;
  for (size_t r = 0; r == 0 || r < rows; r += together) {
    const size_t here = rows - r < together ? rows - r : together;
#define BLOCK(NAME, c) \
  NAME(x + r * x_step, x_step, g + r * g_step, g_step, y, y_step, here, inner, c, columns - (c), r > 0)
    for (c = 0; c + 16 <= columns; c += 16) BLOCK(left_block_16, c);
    for (; c + 8 <= columns; c += 8) BLOCK(left_block_8, c);
#if HAS_PARTS
    if (c < columns) BLOCK(left_block_part, c);
  }
#else
    for (; c + 4 <= columns; c += 4) BLOCK(left_block_4, c);
  }
  if (c < columns && columns >= 4) {
    // The last columns with some before them, all rows at once.
    left_block_4(x, x_step, g, g_step, y, y_step, rows, inner, columns - 4, 4, 0);
    return;
  }
  for (; c < columns; c++) {
    for (size_t k = 0; k < inner; k++) {
      float sum = 0;
      for (size_t r = 0; r < rows; r++) sum += x[r * x_step + k] * g[r * g_step + c];
      y[k * y_step + c] = sum;
    }
  }
#endif
#undef BLOCK
}

#endif
