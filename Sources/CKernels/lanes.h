// Sixteen, eight or four images side by side: lane i of every vector belongs to image i. Whatever is computed for one
// pixel is then computed for all of them by the same instruction, whatever the size of image, kernel or stride, no
// lane is lost to the edge of an image, and an image's bits do not depend on its neighbors.
//
// Not a header of its own right: convolution_lanes.h includes it and is itself included once for each width.
#ifndef CKERNELS_LANES_H
#define CKERNELS_LANES_H

typedef float f4 __attribute__((vector_size(16), aligned(4)));
typedef float f8 __attribute__((vector_size(32), aligned(4)));
typedef float f16 __attribute__((vector_size(64), aligned(4)));

#if defined(__AVX512F__)
#define WIDEST_LANES 16
#elif defined(__AVX__)
#define WIDEST_LANES 8
#else
#define WIDEST_LANES 4
#endif

// The first, and the second, half of two vectors, one element of each in turn. With N vectors, log₂ N rounds of
// this transpose them: v[2i], v[2i+1] ← both halves of v[i], v[i + N/2].
#define FIRST_HALVES_4(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define SECOND_HALVES_4(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define FIRST_HALVES_8(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define SECOND_HALVES_8(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define FIRST_HALVES_16(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define SECOND_HALVES_16(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#endif
