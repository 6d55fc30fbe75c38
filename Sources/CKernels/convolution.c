// Convolutions over images [batch, channels, height, width] with kernels [out channels, in channels, height, width],
// forwards and both ways back.
#include "ckernels.h"

#include <string.h>

// For each output pixel and tap, the input pixel under it; taps in the padding are skipped.
#define FOR_EACH_TAP(s, oy, ox)                                                                      \
  for (size_t ky = 0; ky < (s)->kernel_height; ky++)                                                 \
    for (size_t kx = 0, iy = (oy) * (s)->stride + ky; kx < (s)->kernel_width; kx++)                  \
      if (iy >= (s)->padding && iy - (s)->padding < (s)->in_height)                                  \
        for (size_t ix = (ox) * (s)->stride + kx, once = 1; once; once = 0)                          \
          if (ix >= (s)->padding && ix - (s)->padding < (s)->in_width)

#define INPUT_CELL(s, n, c)                                                                          \
  ((((n) * (s)->in_channels + (c)) * (s)->in_height + iy - (s)->padding) * (s)->in_width + ix - (s)->padding)
#define KERNEL_CELL(s, o, c) ((((o) * (s)->in_channels + (c)) * (s)->kernel_height + ky) * (s)->kernel_width + kx)

void ck_convolution(const ck_window *s, const float *x, const float *kernel, const float *bias, float *y) {
  for (size_t n = 0; n < s->batch; n++)
    for (size_t o = 0; o < s->out_channels; o++)
      for (size_t oy = 0; oy < s->out_height; oy++)
        for (size_t ox = 0; ox < s->out_width; ox++) {
          float sum = bias ? bias[o] : 0;
          for (size_t c = 0; c < s->in_channels; c++)
            FOR_EACH_TAP(s, oy, ox) sum += x[INPUT_CELL(s, n, c)] * kernel[KERNEL_CELL(s, o, c)];
          *y++ = sum;
        }
}

void ck_convolution_input_gradient(const ck_window *s, const float *upstream, const float *kernel, float *gradient) {
  memset(gradient, 0, s->batch * s->in_channels * s->in_height * s->in_width * sizeof(float));
  for (size_t n = 0; n < s->batch; n++)
    for (size_t o = 0; o < s->out_channels; o++)
      for (size_t oy = 0; oy < s->out_height; oy++)
        for (size_t ox = 0; ox < s->out_width; ox++, upstream++)
          for (size_t c = 0; c < s->in_channels; c++)
            FOR_EACH_TAP(s, oy, ox) gradient[INPUT_CELL(s, n, c)] += *upstream * kernel[KERNEL_CELL(s, o, c)];
}

void ck_convolution_kernel_gradient(const ck_window *s, const float *x, const float *upstream, float *gradient) {
  memset(gradient, 0, s->out_channels * s->in_channels * s->kernel_height * s->kernel_width * sizeof(float));
  for (size_t n = 0; n < s->batch; n++)
    for (size_t o = 0; o < s->out_channels; o++)
      for (size_t oy = 0; oy < s->out_height; oy++)
        for (size_t ox = 0; ox < s->out_width; ox++, upstream++)
          for (size_t c = 0; c < s->in_channels; c++)
            FOR_EACH_TAP(s, oy, ox) gradient[KERNEL_CELL(s, o, c)] += *upstream * x[INPUT_CELL(s, n, c)];
}

void ck_sum_channels(const float *x, float *y, size_t batch, size_t channels, size_t area) {
  for (size_t c = 0; c < channels; c++) {
    double sum = 0;
    for (size_t n = 0; n < batch; n++) sum += ck_sum(x + (n * channels + c) * area, area);
    y[c] = (float)sum;
  }
}
