// exp, log1p, tanh and the normal distribution Φ of a whole vector, for elementwise.c. They are ours and not SLEEF's
// because training waits for them: inlined, in short independent chains, with no more range than is needed. Sixteen
// numbers on a Zen 4 core, SLEEF and ours: exp 4.5 and 3.7 ns, log1p 11.7 and 3.3 ns, tanh 8.9 and 4.2 ns.
// The coefficients come from tools/fit_functions.py. Largest errors over one float in 37, in units in the last
// place: exp 1.1, log1p 2.0, tanh 2.5 (SLEEF promises 1.0, 1.0, 3.5); Φ down to -14.5, where it is 0 as a float, 7.9.
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
/// `rest`, small, is added to x without being rounded to its last place.
static inline vector reduced_exponential(vector x, vector rest, vector shifted) {
  const vector n = shifted - ROUNDING_SHIFT;
  // ln 2 in two parts, so that n times the first is exact.
  const vector r = (x - n * 0.693359375f) - (n * -2.12194440e-4f - rest);
  const vector square = r * r;
  const vector even = 4.9999999552e-1f + square * (4.1666853620e-2f + square * 1.3901294031e-3f);
  const vector odd = 1.6666577189e-1f + square * 8.3631621993e-3f;
  return r + square * (even + r * odd);
}

static inline vector power_of_two(integers exponent) { return (vector)((exponent + 127) << 23); }

/// e to the power x + rest = 2ⁿ · eʳ
static inline vector exponential_of_sum(vector x, vector rest) {
  x = clamp(x, -105.0f, 89.0f);  // beyond these all is 0 or infinite
  const vector shifted = x * 1.44269504f + ROUNDING_SHIFT;
  const vector power = 1.0f + reduced_exponential(x, rest, shifted);
  // 2ⁿ in two factors, since n may be beyond what one exponent holds.
  const integers n = (integers)shifted - ROUNDING_SHIFT_BITS, half = n >> 1;
  return power * power_of_two(half) * power_of_two(n - half);
}

static inline vector exponential(vector x) { return exponential_of_sum(x, (vector){}); }

static inline vector sigmoid(vector x) { return 1.0f / (1.0f + exponential(-x)); }

/// log(1 + t) = t + t² · P(t) for t in 0…1. No division: of all functions this is the one that a single neuron waits for.
static inline vector log_of_one_plus(vector t) {
  const vector square = t * t, fourth = square * square;
  const vector a = -4.9999996752e-1f + t * 3.3332846234e-1f, b = -2.4986742315e-1f + t * 1.9856202645e-1f;
  const vector c = -1.5856481021e-1f + t * 1.1581638655e-1f, d = -6.6996898694e-2f + t * 2.5373177619e-2f;
  const vector low = a + square * b, high = (c + square * d) + fourth * -4.5037898715e-3f;
  return t + square * (low + fourth * high);
}

/// tanh |x| = m / (m + 2) with m = e²ˣ − 1 = 2ⁿ · (eʳ − 1) + (2ⁿ − 1), which loses no digits near 0; then x's sign.
static inline vector hyperbolic_tangent(vector x) {
  const vector twice = clamp(magnitude(x) * 2.0f, 0.0f, 18.1f);  // from 9.02 on the nearest float is 1
  const vector shifted = twice * 1.44269504f + ROUNDING_SHIFT;
  const vector scale = power_of_two((integers)shifted - ROUNDING_SHIFT_BITS);
  const vector m = scale * reduced_exponential(twice, (vector){}, shifted) + (scale - 1.0f);
  const vector y = m / (m + 2.0f);
  return (vector)((integers)y | ((integers)x & (int32_t)0x80000000));
}

/// e to the power −x²/2, all digits of it: x² is taken in two parts, the first of which is exact.
static inline vector bell_curve(vector x) {
  const vector t = clamp(magnitude(x), 0.0f, 14.5f);  // beyond, it is 0
  const vector high = (vector)((integers)t & (int32_t)0xfffff000);
  return exponential_of_sum(-0.5f * (high * high), -0.5f * (t - high) * (t + high));
}

/// Φ(x), the chance of a smaller standard normal number, from `bell`, e to the power −x²/2. What lies beyond |x| is
/// bell · s · P(s) with s = 1 / (1 + 0.3·|x|), and keeps its digits however small it is.
static inline vector normal_distribution(vector x, vector bell) {
  const vector s = 1.0f / (1.0f + 0.3f * clamp(magnitude(x), 0.0f, 14.5f));
  const vector z = s * s;
  const vector even = 1.1968668979e-1f + z * (1.1023541996e-1f + z * (9.6156759732e-2f + z * (1.9178435590e-1f
                      + z * 1.1243555174e-1f)));
  const vector odd = 1.1957181442e-1f + z * (7.8389673368e-2f + z * (-7.9423348746e-2f + z * (-2.2821346053e-1f
                     + z * -2.0623457366e-2f)));
  const vector tail = bell * (s * (even + s * odd));
  return choose(x < 0.0f, tail, 1.0f - tail);
}

#endif
