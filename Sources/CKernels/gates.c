// Gates of recurrent cells: a block read, a function of it written, row by row in one go.
#include <string.h>

#include "functions.h"
#include "sequences.h"

ALWAYS_INLINE vector itself(vector x) { return x; }

#define GATE(NAME, FUNCTION)                                                                                   \
  void NAME(const float *a, size_t a_step, const float *b, size_t b_step, float *y, size_t rows,               \
            size_t columns) {                                                                                  \
    for (size_t r = 0; r < rows; r++, a += a_step, y += columns) {                                             \
      const float *other = b ? b + r * b_step : NULL;                                                          \
      for (size_t c = 0; c < columns; c += lanes) {                                                            \
        vector sum = load_some(a, c, columns);                                                                 \
        if (other) sum += load_some(other, c, columns);                                                        \
        store_some(y, FUNCTION(sum), c, columns);                                                              \
      }                                                                                                        \
    }                                                                                                          \
  }

GATE(ck_gate_sum, itself)
GATE(ck_gate_sigmoid, sigmoid)
GATE(ck_gate_tanh, hyperbolic_tangent)

// Written as ck_sigmoid_backward and ck_tanh_backward do: of 1 − y² the digits would be lost where y is near ±1.
#define GATE_BACKWARD(NAME, SLOPE)                                                                             \
  void NAME(const float *output, const float *upstream, float *y, size_t y_step, size_t rows, size_t columns) { \
    for (size_t r = 0; r < rows; r++, output += columns, upstream += columns, y += y_step)                     \
      for (size_t c = 0; c < columns; c += lanes) {                                                            \
        const vector own = load_some(output, c, columns);                                                      \
        store_some(y, load_some(upstream, c, columns) * (SLOPE), c, columns);                                  \
      }                                                                                                        \
  }

GATE_BACKWARD(ck_gate_sigmoid_backward, own * (1.0f - own))
GATE_BACKWARD(ck_gate_tanh_backward, (1.0f - own) * (1.0f + own))

void ck_gate_sum_backward(const float *upstream, float *y, size_t y_step, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++) memcpy(y + r * y_step, upstream + r * columns, columns * sizeof(float));
}
