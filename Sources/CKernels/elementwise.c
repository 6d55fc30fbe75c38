// Elementwise functions by SLEEF, over whole vectors with a padded tail.
#include "ckernels.h"

#include <sleef.h>
#include <string.h>

#if defined(__AVX512F__)
#include <immintrin.h>
typedef __m512 vector;
enum { lanes = 16 };
#define LOAD(p) _mm512_loadu_ps(p)
#define STORE(p, v) _mm512_storeu_ps(p, v)
#define BROADCAST(s) _mm512_set1_ps(s)
#define ADD(a, b) _mm512_add_ps(a, b)
#define SUB(a, b) _mm512_sub_ps(a, b)
#define MUL(a, b) _mm512_mul_ps(a, b)
#define DIV(a, b) _mm512_div_ps(a, b)
#define MAX(a, b) _mm512_max_ps(a, b)
#define EXP Sleef_expf16_u10
#define TANH Sleef_tanhf16_u35
#define LOG Sleef_logf16_u10
#define LOG1P Sleef_log1pf16_u10
#define ERFC Sleef_erfcf16_u15
#define ABS Sleef_fabsf16
#elif defined(__AVX2__)
#include <immintrin.h>
typedef __m256 vector;
enum { lanes = 8 };
#define LOAD(p) _mm256_loadu_ps(p)
#define STORE(p, v) _mm256_storeu_ps(p, v)
#define BROADCAST(s) _mm256_set1_ps(s)
#define ADD(a, b) _mm256_add_ps(a, b)
#define SUB(a, b) _mm256_sub_ps(a, b)
#define MUL(a, b) _mm256_mul_ps(a, b)
#define DIV(a, b) _mm256_div_ps(a, b)
#define MAX(a, b) _mm256_max_ps(a, b)
#define EXP Sleef_expf8_u10
#define TANH Sleef_tanhf8_u35
#define LOG Sleef_logf8_u10
#define LOG1P Sleef_log1pf8_u10
#define ERFC Sleef_erfcf8_u15
#define ABS Sleef_fabsf8
#elif defined(__SSE2__)
#include <emmintrin.h>
typedef __m128 vector;
enum { lanes = 4 };
#define LOAD(p) _mm_loadu_ps(p)
#define STORE(p, v) _mm_storeu_ps(p, v)
#define BROADCAST(s) _mm_set1_ps(s)
#define ADD(a, b) _mm_add_ps(a, b)
#define SUB(a, b) _mm_sub_ps(a, b)
#define MUL(a, b) _mm_mul_ps(a, b)
#define DIV(a, b) _mm_div_ps(a, b)
#define MAX(a, b) _mm_max_ps(a, b)
#define EXP Sleef_expf4_u10
#define TANH Sleef_tanhf4_u35
#define LOG Sleef_logf4_u10
#define LOG1P Sleef_log1pf4_u10
#define ERFC Sleef_erfcf4_u15
#define ABS Sleef_fabsf4
#elif defined(__ARM_NEON)
#include <arm_neon.h>
typedef float32x4_t vector;
enum { lanes = 4 };
#define LOAD(p) vld1q_f32(p)
#define STORE(p, v) vst1q_f32(p, v)
#define BROADCAST(s) vdupq_n_f32(s)
#define ADD(a, b) vaddq_f32(a, b)
#define SUB(a, b) vsubq_f32(a, b)
#define MUL(a, b) vmulq_f32(a, b)
#define DIV(a, b) vdivq_f32(a, b)
#define MAX(a, b) vmaxq_f32(a, b)
#define EXP Sleef_expf4_u10
#define TANH Sleef_tanhf4_u35
#define LOG Sleef_logf4_u10
#define LOG1P Sleef_log1pf4_u10
#define ERFC Sleef_erfcf4_u15
#define ABS Sleef_fabsf4
#else
#error "CKernels knows x86-64 and arm64"
#endif

static inline vector sigmoid(vector x) {
  const vector one = BROADCAST(1.0f);
  return DIV(one, ADD(one, EXP(SUB(BROADCAST(0.0f), x))));
}

static inline vector softplus(vector x) {
  const vector zero = BROADCAST(0.0f);
  return ADD(MAX(x, zero), LOG1P(EXP(SUB(zero, ABS(x)))));
}

// By erfc: 0.5 + 0.5 · erf would lose every digit of what is left at −4.
static inline vector normal_distribution(vector x) {
  return MUL(BROADCAST(0.5f), ERFC(MUL(x, BROADCAST(-0.70710678f))));
}

static inline vector gelu(vector x) { return MUL(x, normal_distribution(x)); }

static inline vector gelu_derivative(vector x) {
  const vector density = MUL(BROADCAST(0.39894228f), EXP(MUL(BROADCAST(-0.5f), MUL(x, x))));
  return ADD(normal_distribution(x), MUL(x, density));
}

#define APPLY_TO_ARRAY(NAME, FUNCTION)                            \
  void NAME(const float *x, float *y, size_t count) {             \
    size_t i = 0;                                                 \
    for (; i + lanes <= count; i += lanes) STORE(y + i, FUNCTION(LOAD(x + i))); \
    if (i < count) {                                              \
      float tail[lanes] = {0};                                    \
      memcpy(tail, x + i, (count - i) * sizeof(float));           \
      STORE(tail, FUNCTION(LOAD(tail)));                          \
      memcpy(y + i, tail, (count - i) * sizeof(float));           \
    }                                                             \
  }

APPLY_TO_ARRAY(ck_exp, EXP)
APPLY_TO_ARRAY(ck_tanh, TANH)
APPLY_TO_ARRAY(ck_sigmoid, sigmoid)
APPLY_TO_ARRAY(ck_softplus, softplus)
APPLY_TO_ARRAY(ck_log, LOG)
APPLY_TO_ARRAY(ck_gelu, gelu)
APPLY_TO_ARRAY(ck_gelu_derivative, gelu_derivative)

double ck_binary_cross_entropy(const float *z, const float *y, float *p, size_t count) {
  const vector zero = BROADCAST(0.0f), one = BROADCAST(1.0f);
  double sum = 0;
  for (size_t i = 0; i < count; i += lanes) {
    const size_t here = count - i < lanes ? count - i : lanes;
    float logits[lanes] = {0}, targets[lanes] = {0}, losses[lanes], probabilities[lanes];
    memcpy(logits, z + i, here * sizeof(float));
    memcpy(targets, y + i, here * sizeof(float));
    const vector x = LOAD(logits);
    // exp(−|z|) never overflows; it is p / (1 − p) or its inverse.
    const vector small = EXP(SUB(zero, ABS(x)));
    const vector total = ADD(one, small);
    STORE(losses, ADD(SUB(MAX(x, zero), MUL(x, LOAD(targets))), LOG1P(small)));
    float small_side[lanes], large_side[lanes];
    STORE(large_side, DIV(one, total));
    STORE(small_side, DIV(small, total));
    for (size_t j = 0; j < here; j++) {
      probabilities[j] = logits[j] >= 0 ? large_side[j] : logits[j] < 0 ? small_side[j] : logits[j];
      sum += losses[j];
    }
    memcpy(p + i, probabilities, here * sizeof(float));
  }
  return sum;
}

int ck_lanes(void) { return lanes; }
