// Convolutions over images [batch, channels, height, width] with kernels [out channels, in channels, height, width],
// forwards and both ways back, with an image in each lane of the vectors (lanes.h). There are no patches: each product
// reads its pixel where it stands, and products with the padding are not made at all.
//
// Measured on a Zen 4 core, whose best is 113 GFLOP/s, in µs, forwards, image's gradient, kernel's gradient; products
// with the padding count as if they were made. Plain loops take 50 to 100 times as long.
//   32×8×4×4, 16 kernels 3×3, padding 1     9.6  123 GFLOP/s     9.4  125     16   73
//   64×6×14×14, 16 kernels 5×5              308  100             307  100    392   78
//   64×1×28×28, 6 kernels 5×5, padding 2    212   71               -        164   92
// What it costs: a batch of one image leaves three lanes of four idle. 8 kernels 3×3 over one 4×4 image take 3.4 µs,
// 16 images take 5; where large photographs come alone, vectors along their rows would be faster.
#include "ckernels.h"

#include <string.h>

#include "convolution_plan.h"
#include "lanes.h"

// How many target channels are computed at once, at most. With 32 registers 16 sums leave room for what they are
// made of; more than 4 are needed to keep the adders busy.
#if WIDEST_LANES == 16
#define MOST_CHANNELS 16
#define KERNEL_CHANNELS 8
#else
#define MOST_CHANNELS 8
#define KERNEL_CHANNELS 4
#endif
/// Products in one float sum; of more than that, partial sums are added, so that rounding stays below 1e-6.
#define LONGEST_SUM 512
/// Target pixels that are computed before they leave the lanes; a multiple of every number of lanes.
#define PIXELS 16
/// Vectors of upstream gradient that meet the taps together: 32 KiB of the widest.
#define STRIP 512

static int channels_at_once(size_t left) {
  if (MOST_CHANNELS == 16 && left >= 16) return 16;
  return left >= 8 ? 8 : left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

#if WIDEST_LANES >= 16
#define V f16
#define LANES 16
#define OF(name) name##_16
#define FIRST_HALVES FIRST_HALVES_16
#define SECOND_HALVES SECOND_HALVES_16
#include "convolution_lanes.h"
#endif
#if WIDEST_LANES >= 8
#define V f8
#define LANES 8
#define OF(name) name##_8
#define FIRST_HALVES FIRST_HALVES_8
#define SECOND_HALVES SECOND_HALVES_8
#include "convolution_lanes.h"
#endif
#define V f4
#define LANES 4
#define OF(name) name##_4
#define FIRST_HALVES FIRST_HALVES_4
#define SECOND_HALVES SECOND_HALVES_4
#include "convolution_lanes.h"

/// As many lanes as there are, or as the remaining images fill at least by half.
static size_t lanes_for(size_t images) {
  if (WIDEST_LANES >= 16 && images > 8) return 16;
  return WIDEST_LANES >= 8 && images > 4 ? 8 : 4;
}

#if WIDEST_LANES >= 16
#define FOR_LANES(lanes, CALL) ((lanes) == 16 ? CALL(16) : (lanes) == 8 ? CALL(8) : CALL(4))
#elif WIDEST_LANES >= 8
#define FOR_LANES(lanes, CALL) ((lanes) == 8 ? CALL(8) : CALL(4))
#else
#define FOR_LANES(lanes, CALL) CALL(4)
#endif

// ---- Scratch: one block of memory, of which each function takes what it needs ----

/// 64 bytes more for each of five parts, so that each starts on a cache line.
size_t ck_convolution_scratch(const ck_window *s) {
  const size_t in = s->in_channels * s->in_height * s->in_width;
  const size_t out = s->out_channels * s->out_height * s->out_width;
  const size_t kernel = s->out_channels * s->in_channels * s->kernel_height * s->kernel_width;
  const size_t axes = s->in_height + s->in_width + s->out_height + s->out_width + s->kernel_height + s->kernel_width;
  return ((in + out + kernel) * lanes_for(s->batch) + kernel) * sizeof(float) + axes * sizeof(ck_reach) + 5 * 64;
}

static void *take(char **scratch, size_t bytes) {
  void *part = *scratch;
  *scratch += (bytes + 63) / 64 * 64;
  return part;
}

// ---- Geometry ----

/// Forwards, place t lies over the pixels from t · stride − padding on.
static void reach_forward(ck_reach *reach, size_t places, size_t pixels, size_t kernel, size_t stride, size_t padding) {
  for (ptrdiff_t t = (ptrdiff_t)places - 1; t >= 0; t--) {
    const ptrdiff_t start = t * (ptrdiff_t)stride - (ptrdiff_t)padding;
    const ptrdiff_t first = start < 0 ? -start : 0, left = (ptrdiff_t)pixels - start;
    const ptrdiff_t end = left < (ptrdiff_t)kernel ? left : (ptrdiff_t)kernel;
    ck_reach *r = reach + t;
    *r = (ck_reach){(int)first, (int)(start + first), end > first ? (int)(end - first) : 0, 1};
    if (t + 1 < (ptrdiff_t)places && r[1].tap == r->tap && r[1].count == r->count) r->run = r[1].run + 1;
  }
}

/// Backwards, a pixel lies under tap k of place (pixel + padding − k) / stride, where that is a whole number.
static void reach_backward(ck_reach *reach, size_t pixels, size_t places, size_t kernel, size_t stride,
                           size_t padding) {
  for (size_t t = pixels; t-- > 0;) {
    const size_t last = (t + padding) / stride, place = last < places ? last : places - 1;
    const size_t tap = t + padding - place * stride;
    const size_t taps = tap < kernel ? (kernel - tap + stride - 1) / stride : 0;
    ck_reach *r = reach + t;
    *r = (ck_reach){(int)tap, (int)place, (int)(taps < place + 1 ? taps : place + 1), 1};
    const int goes_on = t + 1 < pixels && r[1].tap == r->tap && r[1].count == r->count && r[1].source == r->source + 1;
    if (goes_on) r->run = r[1].run + 1;
  }
}

static void spans(ck_span *span, size_t kernel, size_t places, size_t pixels, size_t stride, size_t padding) {
  for (size_t k = 0; k < kernel; k++) {
    // first · stride + k ≥ padding, (end − 1) · stride + k < pixels + padding
    const size_t first = k < padding ? (padding - k + stride - 1) / stride : 0;
    const size_t end = pixels + padding > k ? (pixels + padding - k + stride - 1) / stride : 0;
    span[k].first = (ptrdiff_t)first;
    span[k].end = (ptrdiff_t)(end < places ? end : places);
  }
}

/// Weights in the order in which they are needed: block of target channels, source channel, tap, channel in block.
static void arrange(const float *kernel, float *weights, size_t targets, size_t sources, size_t taps,
                    size_t target_step, size_t source_step) {
  for (size_t t = 0; t < targets;) {
    const size_t block = (size_t)channels_at_once(targets - t);
    for (size_t c = 0; c < sources; c++)
      for (size_t k = 0; k < taps; k++)
        for (size_t o = 0; o < block; o++) *weights++ = kernel[(t + o) * target_step + c * source_step + k];
    t += block;
  }
}

// ---- What is called ----

static void sweep_images(const ck_sweep *s, size_t batch, const float *source, const float *weights, const float *bias,
                         float *target, size_t target_channels, void *lanes_memory) {
  const size_t source_size = s->source_channels * s->source_height * s->source_width;
  const size_t target_size = target_channels * s->target_height * s->target_width;
  for (size_t n = 0; n < batch;) {
    const size_t lanes = lanes_for(batch - n), images = batch - n < lanes ? batch - n : lanes;
    const float *from = source + n * source_size;
    float *to = target + n * target_size;
#define SWEEP(L)                                                                                     \
  (into_lanes_##L(from, images, source_size, lanes_memory),                                          \
   sweep_##L(s, lanes_memory, weights, bias, to, images, target_channels))
    FOR_LANES(lanes, SWEEP);
    n += images;
  }
}

void ck_convolution(const ck_window *s, const float *x, const float *kernel, const float *bias, float *y,
                    void *scratch) {
  const size_t taps = s->kernel_height * s->kernel_width, each = s->in_channels * taps;
  char *memory = scratch;
  ck_reach *rows = take(&memory, s->out_height * sizeof(ck_reach));
  ck_reach *columns = take(&memory, s->out_width * sizeof(ck_reach));
  float *weights = take(&memory, s->out_channels * each * sizeof(float));
  reach_forward(rows, s->out_height, s->in_height, s->kernel_height, s->stride, s->padding);
  reach_forward(columns, s->out_width, s->in_width, s->kernel_width, s->stride, s->padding);
  arrange(kernel, weights, s->out_channels, s->in_channels, taps, each, taps);
  const ck_sweep sweep = {rows, columns, s->out_height, s->out_width, s->in_channels, s->in_height, s->in_width,
                          s->kernel_height, s->kernel_width, 1, 1, (ptrdiff_t)s->stride};
  sweep_images(&sweep, s->batch, x, weights, bias, y, s->out_channels, memory);
}

void ck_convolution_input_gradient(const ck_window *s, const float *upstream, const float *kernel, float *gradient,
                                   void *scratch) {
  const size_t taps = s->kernel_height * s->kernel_width, each = s->in_channels * taps;
  char *memory = scratch;
  ck_reach *rows = take(&memory, s->in_height * sizeof(ck_reach));
  ck_reach *columns = take(&memory, s->in_width * sizeof(ck_reach));
  float *weights = take(&memory, s->out_channels * each * sizeof(float));
  reach_backward(rows, s->in_height, s->out_height, s->kernel_height, s->stride, s->padding);
  reach_backward(columns, s->in_width, s->out_width, s->kernel_width, s->stride, s->padding);
  arrange(kernel, weights, s->in_channels, s->out_channels, taps, taps, each);
  const ck_sweep sweep = {rows, columns, s->in_height, s->in_width, s->out_channels, s->out_height, s->out_width,
                          s->kernel_height, s->kernel_width, (ptrdiff_t)s->stride, -1, 1};
  sweep_images(&sweep, s->batch, upstream, weights, NULL, gradient, s->in_channels, memory);
}

void ck_convolution_kernel_gradient(const ck_window *s, const float *x, const float *upstream, float *gradient,
                                    void *scratch) {
  const size_t in_size = s->in_channels * s->in_height * s->in_width;
  const size_t out_size = s->out_channels * s->out_height * s->out_width;
  const size_t count = s->out_channels * s->in_channels * s->kernel_height * s->kernel_width;
  const size_t widest = lanes_for(s->batch) * sizeof(float);
  char *memory = scratch;
  ck_span *rows = take(&memory, s->kernel_height * sizeof(ck_span));
  ck_span *columns = take(&memory, s->kernel_width * sizeof(ck_span));
  void *sums = take(&memory, count * widest), *in = take(&memory, in_size * widest), *up = memory;
  spans(rows, s->kernel_height, s->out_height, s->in_height, s->stride, s->padding);
  spans(columns, s->kernel_width, s->out_width, s->in_width, s->stride, s->padding);
  memset(gradient, 0, count * sizeof(float));
  for (size_t n = 0; n < s->batch;) {
    const size_t lanes = lanes_for(s->batch - n);
    memset(sums, 0, count * lanes * sizeof(float));
    // Groups of images of one width share their sums.
    while (n < s->batch && lanes_for(s->batch - n) == lanes) {
      const size_t images = s->batch - n < lanes ? s->batch - n : lanes;
#define KERNEL_SUMS(L)                                                                               \
  (into_lanes_##L(x + n * in_size, images, in_size, in),                                             \
   into_lanes_##L(upstream + n * out_size, images, out_size, up), kernel_sums_##L(s, in, up, rows, columns, sums))
      FOR_LANES(lanes, KERNEL_SUMS);
      n += images;
    }
#define ADD_LANES(L) add_lanes_##L(sums, gradient, count)
    FOR_LANES(lanes, ADD_LANES);
  }
}
