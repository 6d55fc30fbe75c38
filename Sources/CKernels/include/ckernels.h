// The number loops of the engine, compiled with optimization in debug builds too.
//
// Every function writes `y` (or what its comment names) once and reads the rest. Loops run over
// whole vectors and treat the last few elements as one padded vector, so that a value's bits do not
// depend on where in an array it stands. `y` may equal `x` where both are elementwise.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>

#include "attention.h"
#include "crew.h"
#include "normalization.h"
#include "sequences.h"

// Elementwise functions. Largest errors in units in the last place: exp 1.1, log 1.0, tanh 2.5.
void ck_exp(const float *x, float *y, size_t count);
void ck_log(const float *x, float *y, size_t count);
void ck_tanh(const float *x, float *y, size_t count);
/// 1 / (1 + exp(-x))
void ck_sigmoid(const float *x, float *y, size_t count);
/// log(1 + exp(x)) without overflow: max(x, 0) + log1p(exp(-|x|))
void ck_softplus(const float *x, float *y, size_t count);
/// The exact GELU, x · Φ(x)
void ck_gelu(const float *x, float *y, size_t count);

// Plain arithmetic, vectorized by the compiler.
void ck_add(const float *a, const float *b, float *y, size_t count);
void ck_subtract(const float *a, const float *b, float *y, size_t count);
void ck_multiply(const float *a, const float *b, float *y, size_t count);
void ck_sum_of_products(
    const float *a, const float *b, const float *c, const float *d, float *y, size_t count);
// y = (1 − z) · a + z · b, and the gradients of the three; NULL for those that nobody wants.
void ck_interpolate(const float *a, const float *b, const float *z, float *y, size_t count);
void ck_interpolate_backward(
    const float *a, const float *b, const float *z, const float *upstream, float *a_gradient, float *b_gradient,
    float *z_gradient, size_t count);
void ck_scale(const float *a, float factor, float *y, size_t count);
/// x where it is positive, slope · x elsewhere
void ck_leaky_relu(const float *x, float slope, float *y, size_t count);
/// 0 where |x| ≤ threshold, x elsewhere; NaN stays NaN
void ck_hard_shrink(const float *x, float threshold, float *y, size_t count);
/// x cut off at −limit and limit; NaN stays NaN
void ck_clip(const float *x, float limit, float *y, size_t count);
/// value where x ≥ least, 0 elsewhere; NaN stays NaN
void ck_at_least(const float *x, float least, float value, float *y, size_t count);
/// 1 where x is positive, 0 elsewhere; NaN stays NaN
void ck_step(const float *x, float *y, size_t count);

// Backward passes: upstream · local derivative.
void ck_leaky_relu_backward(const float *x, float slope, const float *upstream, float *y, size_t count);
void ck_clip_backward(const float *x, float limit, const float *upstream, float *y, size_t count);
void ck_hard_shrink_backward(const float *x, float threshold, const float *upstream, float *y, size_t count);
/// upstream · (Φ(x) + x · φ(x))
void ck_gelu_backward(const float *x, const float *upstream, float *y, size_t count);
/// upstream · (1 − output²)
void ck_tanh_backward(const float *output, const float *upstream, float *y, size_t count);
/// upstream · output · (1 − output)
void ck_sigmoid_backward(const float *output, const float *upstream, float *y, size_t count);

// Reductions in double precision, in an order that depends on the count alone.
double ck_sum(const float *x, size_t count);
double ck_sum_of_squares(const float *x, size_t count);
double ck_sum_of_magnitudes(const float *x, size_t count);
/// y[columns] = Σ over rows of x[rows, columns], whose rows stand `step` floats apart
void ck_sum_rows(const float *x, float *y, size_t rows, size_t columns, size_t step);
/// y[channels] = Σ over images and pixels of x[batch, channels, area]
void ck_sum_channels(const float *x, float *y, size_t batch, size_t channels, size_t area);

/// Σ over the cells of max(z, 0) − z·t + log(1 + exp(−|z|)) with t = keep·y + rest, and p = 1 / (1 + exp(−z)) beside it
double ck_binary_cross_entropy(const float *z, const float *y, float keep, float rest, float *p, size_t count);

// Products of small matrices, where a BLAS call costs more than the product.
/// y[rows, columns] = x[rows, inner] · w[inner, columns] + bias[columns]; bias may be NULL.
void ck_affine(const float *x, const float *w, const float *bias, float *y, size_t rows, size_t inner,
               size_t columns);
/// y[inner, columns] = xᵀ · g, with x[rows, inner], its rows `x_step` floats apart, and g[rows, columns]
void ck_product_transposed_left(const float *x, size_t x_step, const float *g, float *y, size_t rows, size_t inner,
                                size_t columns);
/// y[columns, rows] = xᵀ, with x[rows, columns]
void ck_transpose(const float *x, float *y, size_t rows, size_t columns);

// Windows that slide over images x [batch, in channels, height, width].
typedef struct {
  size_t batch, in_channels, in_height, in_width;
  size_t out_channels, out_height, out_width;
  size_t kernel_height, kernel_width;
  /// Pixels from one window to the next, and zeros around the image, the same in both directions.
  size_t stride, padding;
} ck_window;

/// Bytes of memory, at the start of a cache line, that each of the next three needs for a while.
size_t ck_convolution_scratch(const ck_window *window);
/// y [batch, out channels, …] = bias + Σ over channels and taps of x · kernel; bias may be NULL.
void ck_convolution(const ck_window *window, const float *x, const float *kernel, const float *bias, float *y,
                    void *scratch);
/// The gradient of x, given that of y.
void ck_convolution_input_gradient(const ck_window *window, const float *upstream, const float *kernel,
                                   float *gradient, void *scratch);
/// The gradient of the kernel, given that of y.
void ck_convolution_kernel_gradient(const ck_window *window, const float *x, const float *upstream,
                                    float *gradient, void *scratch);

/// The largest of each window, and where in the window it stands: row · width + column, the first of equals.
void ck_maximum_pool(const ck_window *window, const float *x, float *y, float *winners);
void ck_maximum_pool_backward(const ck_window *window, const float *winners, const float *upstream,
                              float *gradient);
/// The mean of each window, where padding counts as 0.
void ck_average_pool(const ck_window *window, const float *x, float *y);
void ck_average_pool_backward(const ck_window *window, const float *upstream, float *gradient);

// Optimizer updates, in place. Constants are those of the optimizer's own file.
void ck_sgd(float *w, const float *g, float learning_rate, size_t count);
void ck_momentum(float *w, const float *g, float *velocity, float learning_rate, float momentum, int nesterov,
                 size_t count);
void ck_adagrad(float *w, const float *g, float *square, float learning_rate, float epsilon, size_t count);
/// `rest` is 1 − decay, rounded once from double precision; likewise `rest1` and `rest2` below.
void ck_rmsprop(float *w, const float *g, float *square, float learning_rate, float decay, float rest,
                float epsilon, size_t count);
void ck_adadelta(float *w, const float *g, float *square, float *movement, float learning_rate, float decay,
                 float rest, float epsilon, size_t count);
/// `step_size` is learning rate / (1 − β₁ᵗ); `root_correction` is √(1 − β₂ᵗ);
/// `shrink` multiplies the weight first (decoupled decay: 1 − learning rate · decay)
void ck_adam(float *w, const float *g, float *m, float *v, float beta1, float rest1, float beta2, float rest2,
             float step_size, float root_correction, float epsilon, float shrink, size_t count);

/// The number of floats a vector holds in this build: 4, 8 or 16.
int ck_lanes(void);

#endif
