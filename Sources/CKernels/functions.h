// exp, log1p and tanh of a whole vector, for elementwise.c. They are ours and not SLEEF's because training waits
// for them: inlined, in short independent chains, with no more range than is needed. Sixteen numbers on a Zen 4
// core, SLEEF and ours: exp 4.5 and 3.7 ns, log1p 11.7 and 3.3 ns, tanh 8.9 and 4.2 ns.
// The coefficients come from tools/fit_functions.py. Largest errors over one float in 37, in units in the last
// place: exp 1.1, log1p 2.0, tanh 2.5 (SLEEF promises 1.0, 1.0, 3.5).
#ifndef CKERNELS_FUNCTIONS_H
#define CKERNELS_FUNCTIONS_H

#include "vectors.h"

/// x, or the nearest bound where it is outside; NaN stays NaN.
static inline vector clamp(vector x, float low, float high) {
  const vector below = (vector){} + low, above = (vector){} + high;
  x = choose(x > above, above, x);
  return choose(x < below, below, x);
}

static inline vector magnitude(vector x) { return (vector)((integers)x & 0x7fffffff); }

// Adding 1.5 · 2²³ to a small number leaves no bits for a fraction: that rounds it, and the whole number stands
// in the lowest bits.
#define ROUNDING_SHIFT 12582912.0f
#define ROUNDING_SHIFT_BITS 0x4b400000

/// eʳ − 1 with x = n · ln 2 + r and |r| ≤ ln 2 / 2, as r + r² · P(r); n is rounded from x in `shifted`.
static inline vector reduced_exponential(vector x, vector shifted) {
  const vector n = shifted - ROUNDING_SHIFT;
  // ln 2 in two parts, so that n times the first is exact.
  const vector r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  const vector square = r * r;
  const vector even = 4.9999999552e-1f + square * (4.1666853620e-2f + square * 1.3901294031e-3f);
  const vector odd = 1.6666577189e-1f + square * 8.3631621993e-3f;
  return r + square * (even + r * odd);
}

static inline vector power_of_two(integers exponent) { return (vector)((exponent + 127) << 23); }

/// eˣ = 2ⁿ · eʳ
static inline vector exponential(vector x) {
  x = clamp(x, -105.0f, 89.0f);  // beyond these all is 0 or infinite
  const vector shifted = x * 1.44269504f + ROUNDING_SHIFT;
  const vector power = 1.0f + reduced_exponential(x, shifted);
  // 2ⁿ in two factors, since n may be beyond what one exponent holds.
  const integers n = (integers)shifted - ROUNDING_SHIFT_BITS, half = n >> 1;
  return power * power_of_two(half) * power_of_two(n - half);
}

/// log(1 + t) for t in 0…1: 2 · artanh(s) with s = t / (2 + t), a third at most, so that a short series will do.
static inline vector log_of_one_plus(vector t) {
  const vector s = t / (2.0f + t);
  const vector z = s * s;
  const vector low = 6.6666679305e-1f + z * 3.9998691002e-1f;
  const vector high = 2.8620720114e-1f + z * (2.1393268192e-1f + z * 2.4413011984e-1f);
  return s * 2.0f + s * z * (low + z * z * high);
}

/// tanh |x| = m / (m + 2) with m = e²ˣ − 1 = 2ⁿ · (eʳ − 1) + (2ⁿ − 1), which loses no digits near 0; then x's sign.
static inline vector hyperbolic_tangent(vector x) {
  const vector twice = clamp(magnitude(x) * 2.0f, 0.0f, 18.1f);  // from 9.02 on the nearest float is 1
  const vector shifted = twice * 1.44269504f + ROUNDING_SHIFT;
  const vector scale = power_of_two((integers)shifted - ROUNDING_SHIFT_BITS);
  const vector m = scale * reduced_exponential(twice, shifted) + (scale - 1.0f);
  const vector y = m / (m + 2.0f);
  return (vector)((integers)y | ((integers)x & (int32_t)0x80000000));
}

#endif
