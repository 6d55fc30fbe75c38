// Windows of 2×2 side by side: a vector of windows takes two vectors of each of two rows apart into upper left, upper
// right, lower left and lower right. Measured on a Zen 4 core: maxima of 32×8×8×8 in
// 2.6 µs and back in 2.4, where the loops over any windows take 24 and 7.
#include "pooling_pairs.h"

#include <string.h>

#include "lanes.h"

typedef int i4 __attribute__((vector_size(16)));
typedef int i8 __attribute__((vector_size(32)));

#define EVEN_4(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define ODD_4(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#define EVEN_8(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD_8(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)

/// `mask` chooses b, its opposite a.
#define CHOOSE(V, I, mask, a, b) ((V)(((mask) & (I)(b)) | (~(mask) & (I)(a))))
/// Of equals the first stays; NaN comes before every number.
#define BEATS(b, a) (~((b) <= (a)) & ((a) == (a)))

/// What is done with N windows: two vectors of the upper row, two of the lower, one of the windows' values, and, for
/// maxima, one of the winners. Which are read and which are written differs.
#define STEPS(N, V, I)                                                                               \
  ALWAYS_INLINE void maximum_##N(float *t0, float *t1, float *b0, float *b1, float *y, float *w) {   \
    const V top0 = *(V *)t0, top1 = *(V *)t1, bottom0 = *(V *)b0, bottom1 = *(V *)b1;                \
    V largest = EVEN_##N(top0, top1), winner = {0};                                                  \
    const V rest[3] = {ODD_##N(top0, top1), EVEN_##N(bottom0, bottom1), ODD_##N(bottom0, bottom1)};  \
    UNROLL for (int k = 0; k < 3; k++) {                                                             \
      const I wins = BEATS(rest[k], largest);                                                        \
      largest = CHOOSE(V, I, wins, largest, rest[k]);                                                \
      winner = CHOOSE(V, I, wins, winner, (V){0} + (float)(k + 1));                                  \
    }                                                                                                \
    *(V *)y = largest;                                                                               \
    *(V *)w = winner;                                                                                \
  }                                                                                                  \
  ALWAYS_INLINE void maximum_backward_##N(float *t0, float *t1, float *b0, float *b1, float *y, float *w) { \
    const V upstream = *(V *)y, winner = *(V *)w;                                                    \
    V g[4];                                                                                          \
    UNROLL for (int k = 0; k < 4; k++) g[k] = (V)((winner == (V){0} + (float)k) & (I)upstream);      \
    *(V *)t0 = FIRST_HALVES_##N(g[0], g[1]);                                                         \
    *(V *)t1 = SECOND_HALVES_##N(g[0], g[1]);                                                        \
    *(V *)b0 = FIRST_HALVES_##N(g[2], g[3]);                                                         \
    *(V *)b1 = SECOND_HALVES_##N(g[2], g[3]);                                                        \
  }                                                                                                  \
  ALWAYS_INLINE void average_##N(float *t0, float *t1, float *b0, float *b1, float *y, float *w) {   \
    (void)w;                                                                                         \
    const V sum0 = *(V *)t0 + *(V *)b0, sum1 = *(V *)t1 + *(V *)b1;                                  \
    *(V *)y = 0.25f * (EVEN_##N(sum0, sum1) + ODD_##N(sum0, sum1));                                  \
  }                                                                                                  \
  ALWAYS_INLINE void average_backward_##N(float *t0, float *t1, float *b0, float *b1, float *y, float *w) { \
    (void)w;                                                                                         \
    const V share = 0.25f * *(V *)y;                                                                 \
    *(V *)t0 = *(V *)b0 = FIRST_HALVES_##N(share, share);                                            \
    *(V *)t1 = *(V *)b1 = SECOND_HALVES_##N(share, share);                                           \
  }

STEPS(4, f4, i4)
STEPS(8, f8, i8)

typedef void (*step)(float *t0, float *t1, float *b0, float *b1, float *y, float *w);

/// Rows too short for a vector of windows: each window's four pixels for themselves, in the first lane.
ALWAYS_INLINE void one_window(float *top, float *bottom, float *y, float *w, step four, int writes_image) {
  float upper[8] = {0}, lower[8] = {0}, places[4] = {0}, winners[4] = {0};
  if (writes_image) {
    places[0] = *y;
    if (w) winners[0] = *w;
  } else {
    memcpy(upper, top, 8);
    memcpy(lower, bottom, 8);
  }
  four(upper, upper + 4, lower, lower + 4, places, winners);
  if (writes_image) {
    memcpy(top, upper, 8);
    memcpy(bottom, lower, 8);
  } else {
    *y = places[0];
    if (w) *w = winners[0];
  }
}

/// All windows of all maps. Where the last vector of a row would go beyond it, some windows are done once more.
ALWAYS_INLINE void each_window(const ck_window *s, float *image, float *y, float *w, step four, step eight,
                               int writes_image) {
  const size_t maps = s->batch * s->in_channels, across = s->out_width, width = s->in_width;
  const size_t area = s->in_height * width;
  if (writes_image && (s->in_height % 2 != 0 || width % 2 != 0)) memset(image, 0, maps * area * sizeof(float));
  if (width == 4 && s->in_height % 2 == 0) {
    // Two windows a row: two rows of windows fill a vector, and one map follows the other without a gap.
    size_t place = 0;
    const size_t count = maps * s->out_height * 2;
    for (; place + 4 <= count; place += 4) {
      float *x = image + place * 4;
      four(x, x + 8, x + 4, x + 12, y + place, w ? w + place : w);
    }
    for (; place < count; place++) {
      float *x = image + place / 2 * 8 + place % 2 * 2;
      one_window(x, x + 4, y + place, w ? w + place : w, four, writes_image);
    }
    return;
  }
  for (size_t map = 0; map < maps; map++, image += area)
    for (size_t row = 0; row < s->out_height; row++, y += across, w = w ? w + across : w) {
      float *top = image + 2 * row * width, *bottom = top + width;
      if (across < 4) {
        for (size_t c = 0; c < across; c++)
          one_window(top + 2 * c, bottom + 2 * c, y + c, w ? w + c : w, four, writes_image);
        continue;
      }
      const size_t vector = across < 8 ? 4 : 8;
      for (size_t next = 0, c; next < across; next += vector) {
        c = next + vector <= across ? next : across - vector;
        float *t = top + 2 * c, *b = bottom + 2 * c;
        if (vector == 8) eight(t, t + 8, b, b + 8, y + c, w ? w + c : w);
        else four(t, t + 4, b, b + 4, y + c, w ? w + c : w);
      }
    }
}

void ck_maximum_of_pairs(const ck_window *s, const float *x, float *y, float *winners) {
  each_window(s, (float *)x, y, winners, maximum_4, maximum_8, 0);
}

void ck_maximum_of_pairs_backward(const ck_window *s, const float *winners, const float *upstream, float *gradient) {
  each_window(s, gradient, (float *)upstream, (float *)winners, maximum_backward_4, maximum_backward_8, 1);
}

void ck_average_of_pairs(const ck_window *s, const float *x, float *y) {
  each_window(s, (float *)x, y, NULL, average_4, average_8, 0);
}

void ck_average_of_pairs_backward(const ck_window *s, const float *upstream, float *gradient) {
  each_window(s, gradient, (float *)upstream, NULL, average_backward_4, average_backward_8, 1);
}
