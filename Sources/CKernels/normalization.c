// Means, variances and normalization by channel, and products with one number for each map. Sums over a channel are
// added up in double precision, four at a time: a batch of images has tens of thousands of numbers in each.
#include "normalization.h"

#include <math.h>

// Adds up f(k), k over one map, into `sum`; four sums side by side let the processor overlap them.
#define SUM_MAP(sum, area, f)                                     \
  do {                                                            \
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;                        \
    size_t k = 0;                                                 \
    for (; k + 4 <= (area); k += 4) {                             \
      s0 += f(k), s1 += f(k + 1), s2 += f(k + 2), s3 += f(k + 3); \
    }                                                             \
    for (; k < (area); k++) s0 += f(k);                           \
    (sum) += (s0 + s1) + (s2 + s3);                               \
  } while (0)

static const float *map(const ck_channels *s, const float *x, size_t n, size_t c) {
  return x + (n * s->channels + c) * s->area;
}

static float *target(const ck_channels *s, float *y, size_t n, size_t c) {
  return y + (n * s->channels + c) * s->area;
}

static double count(const ck_channels *s) { return (double)(s->batch * s->area); }

void ck_channel_sums(const ck_channels *s, const float *x, float *sums) {
  for (size_t c = 0; c < s->channels; c++) {
    double sum = 0;
    for (size_t n = 0; n < s->batch; n++) {
      const float *from = map(s, x, n, c);
#define PIXEL(k) ((double)from[k])
      SUM_MAP(sum, s->area, PIXEL);
#undef PIXEL
    }
    sums[c] = (float)sum;
  }
}

void ck_channel_products(const ck_channels *s, const float *a, const float *b, float *sums) {
  for (size_t c = 0; c < s->channels; c++) {
    double sum = 0;
    for (size_t n = 0; n < s->batch; n++) {
      const float *left = map(s, a, n, c), *right = map(s, b, n, c);
#define PIXEL(k) ((double)left[k] * (double)right[k])
      SUM_MAP(sum, s->area, PIXEL);
#undef PIXEL
    }
    sums[c] = (float)sum;
  }
}

void ck_channel_mean(const ck_channels *s, const float *x, float *mean) {
  for (size_t c = 0; c < s->channels; c++) {
    double sum = 0;
    for (size_t n = 0; n < s->batch; n++) {
      const float *from = map(s, x, n, c);
#define PIXEL(k) ((double)from[k])
      SUM_MAP(sum, s->area, PIXEL);
#undef PIXEL
    }
    mean[c] = (float)(sum / count(s));
  }
}

void ck_channel_mean_backward(const ck_channels *s, const float *upstream, float *gradient) {
  for (size_t n = 0; n < s->batch; n++)
    for (size_t c = 0; c < s->channels; c++) {
      const float share = (float)((double)upstream[c] / count(s));
      float *to = target(s, gradient, n, c);
      for (size_t k = 0; k < s->area; k++) to[k] = share;
    }
}

void ck_channel_variance(const ck_channels *s, const float *x, const float *mean, float *variance) {
  for (size_t c = 0; c < s->channels; c++) {
    double sum = 0;
    const double middle = mean[c];
    for (size_t n = 0; n < s->batch; n++) {
      const float *from = map(s, x, n, c);
#define PIXEL(k) (((double)from[k] - middle) * ((double)from[k] - middle))
      SUM_MAP(sum, s->area, PIXEL);
#undef PIXEL
    }
    variance[c] = (float)(sum / count(s));
  }
}

void ck_channel_variance_backward(const ck_channels *s, const float *x, const float *mean, const float *upstream,
                                  float *gradient) {
  for (size_t n = 0; n < s->batch; n++)
    for (size_t c = 0; c < s->channels; c++) {
      const float share = (float)(2 * (double)upstream[c] / count(s)), middle = mean[c];
      const float *from = map(s, x, n, c);
      float *to = target(s, gradient, n, c);
      for (size_t k = 0; k < s->area; k++) to[k] = share * (from[k] - middle);
    }
}

void ck_channel_variance_backward_mean(const ck_channels *s, const float *x, const float *mean, const float *upstream,
                                       float *gradient) {
  for (size_t c = 0; c < s->channels; c++) {
    double sum = 0;
    const double middle = mean[c];
    for (size_t n = 0; n < s->batch; n++) {
      const float *from = map(s, x, n, c);
#define PIXEL(k) ((double)from[k] - middle)
      SUM_MAP(sum, s->area, PIXEL);
#undef PIXEL
    }
    gradient[c] = (float)(-2 * (double)upstream[c] / count(s) * sum);
  }
}

static double inverse_deviation(float variance, float epsilon) { return 1 / sqrt((double)variance + (double)epsilon); }

void ck_normalize(const ck_channels *s, const float *x, const float *mean, const float *variance, float epsilon,
                  float *y) {
  for (size_t n = 0; n < s->batch; n++)
    for (size_t c = 0; c < s->channels; c++) {
      const float scale = (float)inverse_deviation(variance[c], epsilon), middle = mean[c];
      const float *from = map(s, x, n, c);
      float *to = target(s, y, n, c);
      for (size_t k = 0; k < s->area; k++) to[k] = (from[k] - middle) * scale;
    }
}

void ck_normalize_backward(const ck_channels *s, const float *variance, float epsilon, const float *upstream,
                           float *gradient) {
  for (size_t n = 0; n < s->batch; n++)
    for (size_t c = 0; c < s->channels; c++) {
      const float scale = (float)inverse_deviation(variance[c], epsilon);
      const float *from = map(s, upstream, n, c);
      float *to = target(s, gradient, n, c);
      for (size_t k = 0; k < s->area; k++) to[k] = from[k] * scale;
    }
}

void ck_normalize_backward_mean(const ck_channels *s, const float *variance, float epsilon, const float *upstream,
                                float *gradient) {
  for (size_t c = 0; c < s->channels; c++) {
    double sum = 0;
    for (size_t n = 0; n < s->batch; n++) {
      const float *from = map(s, upstream, n, c);
#define PIXEL(k) ((double)from[k])
      SUM_MAP(sum, s->area, PIXEL);
#undef PIXEL
    }
    gradient[c] = (float)(-sum * inverse_deviation(variance[c], epsilon));
  }
}

void ck_normalize_backward_variance(const ck_channels *s, const float *x, const float *mean, const float *variance,
                                    float epsilon, const float *upstream, float *gradient) {
  for (size_t c = 0; c < s->channels; c++) {
    double sum = 0;
    const double middle = mean[c], scale = inverse_deviation(variance[c], epsilon);
    for (size_t n = 0; n < s->batch; n++) {
      const float *from = map(s, x, n, c), *arriving = map(s, upstream, n, c);
#define PIXEL(k) ((double)arriving[k] * ((double)from[k] - middle))
      SUM_MAP(sum, s->area, PIXEL);
#undef PIXEL
    }
    gradient[c] = (float)(-0.5 * sum * scale * scale * scale);
  }
}

void ck_scale_shift(const ck_channels *s, const float *x, const float *scale, const float *shift, float *y) {
  for (size_t n = 0; n < s->batch; n++)
    for (size_t c = 0; c < s->channels; c++) {
      const float times = scale[c], plus = shift[c];
      const float *from = map(s, x, n, c);
      float *to = target(s, y, n, c);
      for (size_t k = 0; k < s->area; k++) to[k] = from[k] * times + plus;
    }
}

void ck_scale_channels(const ck_channels *s, const float *upstream, const float *scale, float *gradient) {
  for (size_t n = 0; n < s->batch; n++)
    for (size_t c = 0; c < s->channels; c++) {
      const float times = scale[c];
      const float *from = map(s, upstream, n, c);
      float *to = target(s, gradient, n, c);
      for (size_t k = 0; k < s->area; k++) to[k] = from[k] * times;
    }
}

void ck_follow(size_t count, float keep, float take, const float *value, float *running) {
  for (size_t k = 0; k < count; k++) running[k] = keep * running[k] + take * value[k];
}
