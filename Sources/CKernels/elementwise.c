// Elementwise functions over whole vectors, and the loss of a yes-or-no answer. exp, log1p, tanh and the normal
// distribution are in functions.h; what training does not wait for is SLEEF's.
#include "ckernels.h"

#include <sleef.h>

#include "functions.h"

#if defined(__AVX512F__)
#include <immintrin.h>
typedef __m512 sleef_vector;
#define LOG Sleef_logf16_u10
#elif defined(__AVX2__)
#include <immintrin.h>
typedef __m256 sleef_vector;
#define LOG Sleef_logf8_u10
#elif defined(__SSE2__)
#include <emmintrin.h>
typedef __m128 sleef_vector;
#define LOG Sleef_logf4_u10
#elif defined(__ARM_NEON)
#include <arm_neon.h>
typedef float32x4_t sleef_vector;
#define LOG Sleef_logf4_u10
#else
#error "CKernels knows x86-64 and arm64"
#endif

static inline vector logarithm(vector x) { return (vector)LOG((sleef_vector)x); }

/// NaN where x is NaN: 0 comes second.
static inline vector positive_part(vector x) { return choose(x < 0.0f, (vector){}, x); }

static inline vector softplus(vector x) { return positive_part(x) + log_of_one_plus(exponential(-magnitude(x))); }

static inline vector gelu(vector x) { return x * normal_distribution(x, bell_curve(x)); }

static inline vector gelu_derivative(vector x) {
  const vector bell = bell_curve(x);
  return normal_distribution(x, bell) + x * (0.39894228f * bell);
}

#define APPLY_TO_ARRAY(NAME, FUNCTION)                                                            \
  void NAME(const float *x, float *y, size_t count) {                                             \
    size_t i = 0;                                                                                 \
    for (; i + lanes <= count; i += lanes) store(y + i, FUNCTION(load(x + i)));                   \
    if (i < count) store_part(y + i, FUNCTION(load_part(x + i, count - i)), count - i);           \
  }

APPLY_TO_ARRAY(ck_exp, exponential)
APPLY_TO_ARRAY(ck_tanh, hyperbolic_tangent)
APPLY_TO_ARRAY(ck_sigmoid, sigmoid)
APPLY_TO_ARRAY(ck_softplus, softplus)
APPLY_TO_ARRAY(ck_log, logarithm)
APPLY_TO_ARRAY(ck_gelu, gelu)

void ck_gelu_backward(const float *x, const float *upstream, float *y, size_t count) {
  for (size_t i = 0; i < count; i += lanes)
    store_some(y, gelu_derivative(load_some(x, i, count)) * load_some(upstream, i, count), i, count);
}

/// max(z, 0) − z·y + log(1 + e^−|z|) for each lane, and p beside it.
static inline vector binary_cross_entropy(vector z, vector y, vector *p) {
  // e^−|z| never overflows; it is p / (1 − p) or its inverse.
  const vector small = exponential(-magnitude(z));
  const vector large_side = 1.0f / (1.0f + small);
  *p = choose(z < 0.0f, small * large_side, large_side);
  return (positive_part(z) - z * y) + log_of_one_plus(small);
}

double ck_binary_cross_entropy(const float *z, const float *y, float keep, float rest, float *p, size_t count) {
  wide sums = {};
  double sum = 0;
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    vector probabilities;
    sums += __builtin_convertvector(binary_cross_entropy(load(z + i), keep * load(y + i) + rest, &probabilities), wide);
    store(p + i, probabilities);
  }
  if (i > 0) {
    for (size_t lane = 0; lane < lanes; lane++) sum += sums[lane];
  }
  if (i < count) {
    const size_t here = count - i;
    vector probabilities;
    const vector targets = keep * load_part(y + i, here) + rest;
    const vector losses = binary_cross_entropy(load_part(z + i, here), targets, &probabilities);
    store_part(p + i, probabilities, here);
    float tail[lanes];
    store(tail, losses);
    for (size_t j = 0; j < here; j++) sum += tail[j];
  }
  return sum;
}

int ck_lanes(void) { return lanes; }
