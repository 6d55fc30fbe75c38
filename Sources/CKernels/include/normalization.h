// Means, variances and normalization by channel, and products with one number for each map.
#ifndef CKERNELS_NORMALIZATION_H
#define CKERNELS_NORMALIZATION_H

#include <stddef.h>

// A tensor [batch, channels, area]: an image's pixels are its area; a row of numbers has an area of 1.
typedef struct {
  size_t batch, channels, area;
} ck_channels;

// mean[c] = the mean of channel c.
void ck_channel_mean(const ck_channels *shape, const float *x, float *mean);
// gradient = upstream[c] / (batch · area), everywhere in channel c.
void ck_channel_mean_backward(const ck_channels *shape, const float *upstream, float *gradient);

// variance[c] = the mean of (x − mean[c])² over channel c.
void ck_channel_variance(const ck_channels *shape, const float *x, const float *mean, float *variance);
void ck_channel_variance_backward(const ck_channels *shape, const float *x, const float *mean, const float *upstream,
                                  float *gradient);
void ck_channel_variance_backward_mean(const ck_channels *shape, const float *x, const float *mean,
                                       const float *upstream, float *gradient);

// y = (x − mean[c]) / √(variance[c] + epsilon)
void ck_normalize(const ck_channels *shape, const float *x, const float *mean, const float *variance, float epsilon,
                  float *y);
void ck_normalize_backward(const ck_channels *shape, const float *variance, float epsilon, const float *upstream,
                           float *gradient);
void ck_normalize_backward_mean(const ck_channels *shape, const float *variance, float epsilon, const float *upstream,
                                float *gradient);
void ck_normalize_backward_variance(const ck_channels *shape, const float *x, const float *mean, const float *variance,
                                    float epsilon, const float *upstream, float *gradient);

// y = x · scale[c] + shift[c]
void ck_scale_shift(const ck_channels *shape, const float *x, const float *scale, const float *shift, float *y);
// gradient = upstream · scale[c]
void ck_scale_channels(const ck_channels *shape, const float *upstream, const float *scale, float *gradient);
// sums[c] = the sum of a · b over channel c
void ck_channel_products(const ck_channels *shape, const float *a, const float *b, float *sums);
void ck_channel_sums(const ck_channels *shape, const float *x, float *sums);

// running = keep · running + take · value
void ck_follow(size_t count, float keep, float take, const float *value, float *running);

// Normalization of each row of x [rows, columns] by itself: mean and deviation [rows], and
// y = (x − mean) / deviation with deviation = √(variance + epsilon).
void ck_normalize_rows(const float *x, size_t rows, size_t columns, float epsilon, float *y, float *mean,
                       float *deviation);
/// gradient = (upstream − mean of upstream − y · mean of upstream · y) / deviation, row by row
void ck_normalize_rows_backward(const float *y, const float *deviation, const float *upstream, size_t rows,
                                size_t columns, float *gradient);
// y = x · scale + shift, each [columns]; shift may be NULL.
void ck_scale_shift_rows(const float *x, const float *scale, const float *shift, size_t rows, size_t columns,
                         float *y);
// sums [columns] = Σ over the rows of a · b, which stand `step` floats apart
void ck_row_products(const float *a, const float *b, size_t rows, size_t columns, size_t step, float *sums);

#endif
