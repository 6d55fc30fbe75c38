// Rows become columns, a square of vectors at a time.
#include "transpose.h"

#include "ckernels.h"
#include "vectors.h"

void ck_transpose_part(const float *x, size_t x_step, float *restrict y, size_t y_step, size_t rows, size_t columns) {
  size_t r = 0;
  for (; r + lanes <= rows; r += lanes) {
    size_t c = 0;
    for (; c + lanes <= columns; c += lanes) {
      vector square[lanes];
      UNROLL for (size_t i = 0; i < lanes; i++) square[i] = load(x + (r + i) * x_step + c);
      transpose_square(square);
      UNROLL for (size_t i = 0; i < lanes; i++) store(y + (c + i) * y_step + r, square[i]);
    }
    for (; c < columns; c++)
      for (size_t i = 0; i < lanes; i++) y[c * y_step + r + i] = x[(r + i) * x_step + c];
  }
  for (; r < rows; r++)
    for (size_t c = 0; c < columns; c++) y[c * y_step + r] = x[r * x_step + c];
}

void ck_transpose(const float *x, float *y, size_t rows, size_t columns) {
  ck_transpose_part(x, columns, y, rows, rows, columns);
}
