// Pooling: one number for each window of a channel, and its gradient back to the window. The loops here are for windows
// of any kind; those of 2×2 side by side, which nearly every network has, are in pooling_pairs.c.
#include "ckernels.h"

#include <math.h>
#include <string.h>

#include "pooling_pairs.h"

void ck_maximum_pool(const ck_window *s, const float *x, float *y, float *winners) {
  if (ck_has_pairs(s)) {
    ck_maximum_of_pairs(s, x, y, winners);
    return;
  }
  const size_t area = s->in_height * s->in_width;
  for (size_t map = 0; map < s->batch * s->in_channels; map++, x += area)
    for (size_t oy = 0; oy < s->out_height; oy++)
      for (size_t ox = 0; ox < s->out_width; ox++) {
        float largest = -INFINITY;
        size_t winner = 0;
        int found = 0;
        for (size_t ky = 0; ky < s->kernel_height; ky++)
          for (size_t kx = 0; kx < s->kernel_width; kx++) {
            const size_t iy = oy * s->stride + ky - s->padding, ix = ox * s->stride + kx - s->padding;
            if (iy >= s->in_height || ix >= s->in_width) continue;  // padding; below 0 wraps around to huge
            const float value = x[iy * s->in_width + ix];
            // The first of equals wins; NaN beats every number.
            if (!found || value > largest || (isnan(value) && !isnan(largest))) {
              found = 1;
              largest = value;
              winner = ky * s->kernel_width + kx;
            }
          }
        *y++ = largest;
        *winners++ = (float)winner;
      }
}

void ck_maximum_pool_backward(const ck_window *s, const float *winners, const float *upstream, float *gradient) {
  if (ck_has_pairs(s)) {
    ck_maximum_of_pairs_backward(s, winners, upstream, gradient);
    return;
  }
  const size_t area = s->in_height * s->in_width;
  memset(gradient, 0, s->batch * s->in_channels * area * sizeof(float));
  for (size_t map = 0; map < s->batch * s->in_channels; map++, gradient += area)
    for (size_t oy = 0; oy < s->out_height; oy++)
      for (size_t ox = 0; ox < s->out_width; ox++) {
        const size_t winner = (size_t)*winners++;
        const size_t iy = oy * s->stride + winner / s->kernel_width - s->padding;
        const size_t ix = ox * s->stride + winner % s->kernel_width - s->padding;
        gradient[iy * s->in_width + ix] += *upstream++;
      }
}

void ck_average_pool(const ck_window *s, const float *x, float *y) {
  if (ck_has_pairs(s)) {
    ck_average_of_pairs(s, x, y);
    return;
  }
  const size_t area = s->in_height * s->in_width;
  const double share = 1.0 / (double)(s->kernel_height * s->kernel_width);
  for (size_t map = 0; map < s->batch * s->in_channels; map++, x += area)
    for (size_t oy = 0; oy < s->out_height; oy++)
      for (size_t ox = 0; ox < s->out_width; ox++) {
        double sum = 0;  // of a whole image, where the pooling is global
        for (size_t ky = 0; ky < s->kernel_height; ky++)
          for (size_t kx = 0; kx < s->kernel_width; kx++) {
            const size_t iy = oy * s->stride + ky - s->padding, ix = ox * s->stride + kx - s->padding;
            if (iy < s->in_height && ix < s->in_width) sum += x[iy * s->in_width + ix];
          }
        *y++ = (float)(sum * share);
      }
}

void ck_average_pool_backward(const ck_window *s, const float *upstream, float *gradient) {
  if (ck_has_pairs(s)) {
    ck_average_of_pairs_backward(s, upstream, gradient);
    return;
  }
  const size_t area = s->in_height * s->in_width;
  const float share = 1.0f / (float)(s->kernel_height * s->kernel_width);
  memset(gradient, 0, s->batch * s->in_channels * area * sizeof(float));
  for (size_t map = 0; map < s->batch * s->in_channels; map++, gradient += area)
    for (size_t oy = 0; oy < s->out_height; oy++)
      for (size_t ox = 0; ox < s->out_width; ox++, upstream++)
        for (size_t ky = 0; ky < s->kernel_height; ky++)
          for (size_t kx = 0; kx < s->kernel_width; kx++) {
            const size_t iy = oy * s->stride + ky - s->padding, ix = ox * s->stride + kx - s->padding;
            if (iy < s->in_height && ix < s->in_width) gradient[iy * s->in_width + ix] += *upstream * share;
          }
}
