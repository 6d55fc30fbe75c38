// Vectors as wide as the processor's: loading and storing whole ones and parts, transposing a square of them.
#ifndef CKERNELS_VECTORS_H
#define CKERNELS_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#include "lanes.h"

#if defined(__AVX512F__)
#include <immintrin.h>
enum { lanes = 16 };
#define FIRST_HALVES FIRST_HALVES_16
#define SECOND_HALVES SECOND_HALVES_16
#elif defined(__AVX2__)
enum { lanes = 8 };
#define FIRST_HALVES FIRST_HALVES_8
#define SECOND_HALVES SECOND_HALVES_8
#else
enum { lanes = 4 };
#define FIRST_HALVES FIRST_HALVES_4
#define SECOND_HALVES SECOND_HALVES_4
#endif

typedef float vector __attribute__((vector_size(4 * lanes)));
typedef float unaligned_vector __attribute__((vector_size(4 * lanes), aligned(4)));
typedef int32_t integers __attribute__((vector_size(4 * lanes)));
typedef double wide __attribute__((vector_size(8 * lanes)));
#define WIDENED(v) __builtin_convertvector(v, wide)
#define NARROWED(v) __builtin_convertvector(v, vector)

static inline vector load(const float *x) { return *(const unaligned_vector *)x; }
static inline void store(float *y, vector v) { *(unaligned_vector *)y = v; }

// A part of a vector, the rest 0. A masked load takes as long as a whole one; a call of memcpy takes longer than
// the arithmetic of a single neuron.
#if defined(__AVX512F__)
static inline vector load_part(const float *x, size_t count) {
  return (vector)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), x);
}
static inline void store_part(float *y, vector v, size_t count) {
  _mm512_mask_storeu_ps(y, (__mmask16)((1u << count) - 1), (__m512)v);
}
#else
static inline vector load_part(const float *x, size_t count) {
  vector v = {};
  for (size_t i = 0; i < count; i++) v[i] = x[i];
  return v;
}
static inline void store_part(float *y, vector v, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = v[i];
}
#endif

/// A whole vector, or what is left of a row of `count` numbers from i on.
ALWAYS_INLINE vector load_some(const float *x, size_t i, size_t count) {
  return i + lanes <= count ? load(x + i) : load_part(x + i, count - i);
}
ALWAYS_INLINE void store_some(float *y, vector v, size_t i, size_t count) {
  if (i + lanes <= count) store(y + i, v);
  else store_part(y + i, v, count - i);
}

/// a where the mask is all ones, b where it is 0: what ?: is for single numbers.
static inline vector choose(integers mask, vector a, vector b) {
  return (vector)((mask & (integers)a) | (~mask & (integers)b));
}

/// As many vectors as they have lanes: row i, lane j goes to row j, lane i.
ALWAYS_INLINE void transpose_square(vector *v) {
  vector w[lanes];
#define ROUND(from, to)                                  \
  UNROLL for (int i = 0; i < lanes / 2; i++) {           \
    const vector a = from[i], b = from[i + lanes / 2];   \
    to[2 * i] = FIRST_HALVES(a, b);                      \
    to[2 * i + 1] = SECOND_HALVES(a, b);                 \
  }
  ROUND(v, w)
  ROUND(w, v)
#if defined(__AVX512F__)
  ROUND(v, w)
  ROUND(w, v)
#elif defined(__AVX2__)
  ROUND(v, w)
  UNROLL for (int i = 0; i < lanes; i++) v[i] = w[i];
#endif
#undef ROUND
}

/// The sum of the lanes: those half the width apart first, in the same order for every row.
/// By pointer, since passing doubles of two vectors' width by value would depend on what the build knows.
ALWAYS_INLINE double sum_of_lanes(const wide *v) {
  double s[lanes];
  for (int lane = 0; lane < lanes; lane++) s[lane] = (*v)[lane];
  UNROLL for (int half = lanes / 2; half > 0; half /= 2)
    UNROLL for (int lane = 0; lane < half; lane++) s[lane] += s[lane + half];
  return s[0];
}

ALWAYS_INLINE float largest_lane(vector v) {
  float s[lanes];
  for (int lane = 0; lane < lanes; lane++) s[lane] = v[lane];
  UNROLL for (int half = lanes / 2; half > 0; half /= 2)
    UNROLL for (int lane = 0; lane < half; lane++) s[lane] = s[lane + half] > s[lane] ? s[lane + half] : s[lane];
  return s[0];
}

#endif
