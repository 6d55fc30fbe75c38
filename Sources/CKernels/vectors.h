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

// Both halves of a vector, as vectors of N lanes.
#define HALVES_2(v) __builtin_shufflevector(v, v, 0, 1), __builtin_shufflevector(v, v, 2, 3)
#define HALVES_4(v) __builtin_shufflevector(v, v, 0, 1, 2, 3), __builtin_shufflevector(v, v, 4, 5, 6, 7)
#define HALVES_8(v)                                  \
  __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7), \
      __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15)

typedef int32_t i4 __attribute__((vector_size(16), aligned(4)));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4)));
typedef double d2 __attribute__((vector_size(16)));
typedef double d4 __attribute__((vector_size(32)));
typedef double d8 __attribute__((vector_size(64)));

// Macros, since passing wide vectors by value would depend on what the build knows of the processor.
#define ADDED(halves) ADDED_PAIR(halves)
#define ADDED_PAIR(a, b) ((a) + (b))
#define LARGER(T, I, halves) LARGER_PAIR(T, I, halves)
#define LARGER_PAIR(T, I, a, b)                                          \
  ({                                                                     \
    const T first = (a), second = (b);                                   \
    const I mask = (I)(first > second);                                  \
    (T)((mask & (I)first) | (~mask & (I)second));                        \
  })

/// The sum of the lanes: half of them onto the others until one is left, in the same order for every row.
ALWAYS_INLINE double sum_of_lanes(const wide *v) {
#if defined(__AVX512F__)
  const d8 eight = ADDED(HALVES_8(*v));
  const d4 four = ADDED(HALVES_4(eight));
#elif defined(__AVX2__)
  const d4 four = ADDED(HALVES_4(*v));
#else
  const d4 four = *v;
#endif
  const d2 two = ADDED(HALVES_2(four));
  return two[0] + two[1];
}

ALWAYS_INLINE float sum_of_float_lanes(vector v) {
#if defined(__AVX512F__)
  const f8 eight = ADDED(HALVES_8(v));
  const f4 four = ADDED(HALVES_4(eight));
#elif defined(__AVX2__)
  const f4 four = ADDED(HALVES_4(v));
#else
  const f4 four = (f4)v;
#endif
  return (four[0] + four[2]) + (four[1] + four[3]);
}

/// Whether a lane of a mask is set.
ALWAYS_INLINE int any_lane(integers mask) {
#if defined(__AVX512F__)
  return _mm512_test_epi32_mask((__m512i)mask, (__m512i)mask) != 0;
#else
  int32_t any = 0;
  UNROLL for (int i = 0; i < lanes; i++) any |= mask[i];
  return any != 0;
#endif
}

ALWAYS_INLINE float largest_lane(vector v) {
#if defined(__AVX512F__)
  const f8 eight = LARGER(f8, i8, HALVES_8(v));
  const f4 four = LARGER(f4, i4, HALVES_4(eight));
#elif defined(__AVX2__)
  const f4 four = LARGER(f4, i4, HALVES_4(v));
#else
  const f4 four = (f4)v;
#endif
  const float a = four[0] > four[2] ? four[0] : four[2], b = four[1] > four[3] ? four[1] : four[3];
  return a > b ? a : b;
}

#endif
