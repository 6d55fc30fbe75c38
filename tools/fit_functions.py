#!/usr/bin/env python3
"""Where the coefficients in Sources/CKernels/functions.h come from: best fits in the sense of the largest relative error.

    .venv/bin/pip install numpy scipy && .venv/bin/python tools/fit_functions.py

Lawson's method: least squares again and again, each point weighted by how far off it was, until the largest error
stands at many points alike. For the quotient P/Q the error is made linear with the Q of the round before.
"""

import numpy
import scipy.special


def rational(x, f, degree_p, degree_q, rounds=400):
    """P and Q with f(x) ≈ P(x) / Q(x), Q(0) = 1, lowest power first, and the largest relative error."""
    scale = x.max()
    u = x / scale
    weights, last_q, best = numpy.ones_like(u), numpy.ones_like(u), (numpy.inf, None, None)
    for _ in range(rounds):
        # (P − f·(Q − 1)) / (f · last Q) ≈ 1 / last Q
        columns = [u**k for k in range(degree_p + 1)] + [-f * u**k for k in range(1, degree_q + 1)]
        row = numpy.sqrt(weights) / numpy.abs(f * last_q)
        solution = numpy.linalg.lstsq(numpy.stack(columns, 1) * row[:, None], f * row, rcond=None)[0]
        p, q = solution[: degree_p + 1], numpy.concatenate([[1.0], solution[degree_p + 1 :]])
        last_q = numpy.polyval(q[::-1], u)
        off = numpy.abs(numpy.polyval(p[::-1], u) / last_q / f - 1)
        if off.max() < best[0]:
            best = (off.max(), p / scale ** numpy.arange(len(p)), q / scale ** numpy.arange(len(q)))
        weights = weights * (off / off.max() + 1e-3)
        weights /= weights.sum()
    return best


def chebyshev(low, high, count=4000):
    return low + (high - low) * (1 - numpy.cos(numpy.linspace(0, numpy.pi, count))) / 2


def show(name, error, p, q):
    print(f"{name}: largest relative error {error:.2e}")
    print("  P", ", ".join(f"{value:.10e}" for value in p))
    if len(q) > 1:
        print("  Q", ", ".join(f"{value:.10e}" for value in q))


# log(1 + t) = t + t² · P(t) for t in 0…1.
t = numpy.sort(numpy.concatenate([chebyshev(1e-2, 1), chebyshev(1e-3, 0.2)]))
show("log1p", *rational(t, (numpy.log1p(t) - t) / t**2, 8, 0))

# tanh(x) = x · P(x²) / Q(x²) for |x| up to 9.02, from where on the nearest float is 1.
x = numpy.sqrt(chebyshev(1e-6, 9.02**2))
x = numpy.sort(numpy.concatenate([x, chebyshev(1e-3, 9.02)]))
for degrees in [(4, 4), (4, 5), (5, 4), (5, 5), (6, 3)]:
    show(f"tanh {degrees}", *rational(x**2, numpy.tanh(x) / x, *degrees))

# (eʳ − 1 − r) / r² for |r| up to ln 2 / 2: eʳ = 1 + r + r² · P(r).
r = numpy.sort(numpy.concatenate([-chebyshev(1e-3, 0.3467), chebyshev(1e-3, 0.3467)]))
show("exp", *rational(r + 0.0, (numpy.expm1(r) - r) / r**2, 4, 0))

# Φ(−t) = e^(−t²/2) · s · P(s), s = 1 / (1 + 0.3·t), for t up to 14.5, from where on it is 0 as a float.
t = numpy.sort(numpy.concatenate([chebyshev(1e-6, 14.5, 3000), chebyshev(1e-6, 3, 3000)]))
s = 1 / (1 + 0.3 * t)
show("normal distribution", *rational(s, scipy.special.erfcx(t / numpy.sqrt(2)) / 2 / s, 9, 0))
