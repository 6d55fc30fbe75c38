#include "cvectormath.h"

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
#define DIV(a, b) _mm512_div_ps(a, b)
#define MAX(a, b) _mm512_max_ps(a, b)
#define EXP Sleef_expf16_u10
#define TANH Sleef_tanhf16_u10
#define LOG Sleef_logf16_u10
#define LOG1P Sleef_log1pf16_u10
#define ERF Sleef_erff16_u10
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
#define DIV(a, b) _mm256_div_ps(a, b)
#define MAX(a, b) _mm256_max_ps(a, b)
#define EXP Sleef_expf8_u10
#define TANH Sleef_tanhf8_u10
#define LOG Sleef_logf8_u10
#define LOG1P Sleef_log1pf8_u10
#define ERF Sleef_erff8_u10
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
#define DIV(a, b) _mm_div_ps(a, b)
#define MAX(a, b) _mm_max_ps(a, b)
#define EXP Sleef_expf4_u10
#define TANH Sleef_tanhf4_u10
#define LOG Sleef_logf4_u10
#define LOG1P Sleef_log1pf4_u10
#define ERF Sleef_erff4_u10
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
#define DIV(a, b) vdivq_f32(a, b)
#define MAX(a, b) vmaxq_f32(a, b)
#define EXP Sleef_expf4_u10
#define TANH Sleef_tanhf4_u10
#define LOG Sleef_logf4_u10
#define LOG1P Sleef_log1pf4_u10
#define ERF Sleef_erff4_u10
#define ABS Sleef_fabsf4
#else
#error "CVectorMath knows x86-64 and arm64"
#endif

static inline vector sigmoid(vector x) {
  const vector one = BROADCAST(1.0f);
  return DIV(one, ADD(one, EXP(SUB(BROADCAST(0.0f), x))));
}

static inline vector softplus(vector x) {
  const vector zero = BROADCAST(0.0f);
  return ADD(MAX(x, zero), LOG1P(EXP(SUB(zero, ABS(x)))));
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

APPLY_TO_ARRAY(cvm_exp, EXP)
APPLY_TO_ARRAY(cvm_tanh, TANH)
APPLY_TO_ARRAY(cvm_sigmoid, sigmoid)
APPLY_TO_ARRAY(cvm_softplus, softplus)
APPLY_TO_ARRAY(cvm_log, LOG)
APPLY_TO_ARRAY(cvm_erf, ERF)

int cvm_lanes(void) { return lanes; }
