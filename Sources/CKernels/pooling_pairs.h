// Pooling over windows of 2×2 that stand side by side, many windows at once.
#ifndef CKERNELS_POOLING_PAIRS_H
#define CKERNELS_POOLING_PAIRS_H

#include "ckernels.h"

static inline int ck_has_pairs(const ck_window *s) {
  return s->kernel_height == 2 && s->kernel_width == 2 && s->stride == 2 && s->padding == 0;
}

void ck_maximum_of_pairs(const ck_window *window, const float *x, float *y, float *winners);
void ck_maximum_of_pairs_backward(const ck_window *window, const float *winners, const float *upstream,
                                  float *gradient);
void ck_average_of_pairs(const ck_window *window, const float *x, float *y);
void ck_average_of_pairs_backward(const ck_window *window, const float *upstream, float *gradient);

#endif
