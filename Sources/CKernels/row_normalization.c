// Normalization of each row by itself (layer normalization), and products with one number for each column.
#include "normalization.h"

#include <math.h>

#include "vectors.h"

void ck_normalize_rows(const float *x, size_t rows, size_t columns, float epsilon, float *y, float *mean,
                       float *deviation) {
  for (size_t r = 0; r < rows; r++) {
    const float *from = x + r * columns;
    wide sums = {};
    for (size_t c = 0; c < columns; c += lanes) sums += WIDENED(load_some(from, c, columns));
    const float middle = (float)(sum_of_lanes(&sums) / (double)columns);
    wide squares = {};
    for (size_t c = 0; c < columns; c += lanes) {
      wide difference = WIDENED(load_some(from, c, columns)) - (double)middle;
      if (c + lanes > columns) {
        // Behind the row's end there are no numbers, and so no differences.
        for (size_t i = columns - c; i < lanes; i++) difference[i] = 0;
      }
      squares += difference * difference;
    }
    const float root = (float)sqrt(sum_of_lanes(&squares) / (double)columns + (double)epsilon);
    const float scale = 1 / root;
    for (size_t c = 0; c < columns; c += lanes)
      store_some(y + r * columns, (load_some(from, c, columns) - middle) * scale, c, columns);
    mean[r] = middle;
    deviation[r] = root;
  }
}

void ck_normalize_rows_backward(const float *y, const float *deviation, const float *upstream, size_t rows,
                                size_t columns, float *gradient) {
  for (size_t r = 0; r < rows; r++) {
    const float *own = y + r * columns, *arriving = upstream + r * columns;
    wide sums = {}, products = {};
    for (size_t c = 0; c < columns; c += lanes) {
      const wide up = WIDENED(load_some(arriving, c, columns));
      sums += up;
      products += up * WIDENED(load_some(own, c, columns));
    }
    const float through_mean = (float)(sum_of_lanes(&sums) / (double)columns);
    const float through_deviation = (float)(sum_of_lanes(&products) / (double)columns);
    const float scale = 1 / deviation[r];
    for (size_t c = 0; c < columns; c += lanes) {
      const vector rest = load_some(arriving, c, columns) - through_mean;
      store_some(gradient + r * columns, (rest - load_some(own, c, columns) * through_deviation) * scale, c, columns);
    }
  }
}

void ck_scale_shift_rows(const float *x, const float *scale, const float *shift, size_t rows, size_t columns,
                         float *y) {
  for (size_t r = 0; r < rows; r++) {
    const float *from = x + r * columns;
    float *to = y + r * columns;
    if (shift) {
      for (size_t c = 0; c < columns; c++) to[c] = from[c] * scale[c] + shift[c];
    } else {
      for (size_t c = 0; c < columns; c++) to[c] = from[c] * scale[c];
    }
  }
}

void ck_row_products(const float *a, const float *b, size_t rows, size_t columns, size_t step, float *sums) {
  for (size_t c = 0; c < columns; c += lanes) {
    // Four sums, of every fourth row each, so that one addition need not wait for the last.
    vector s[4] = {};
    size_t r = 0;
    for (; r + 4 <= rows; r += 4)
      UNROLL for (size_t i = 0; i < 4; i++)
        s[i] += load_some(a + (r + i) * step, c, columns) * load_some(b + (r + i) * step, c, columns);
    vector sum = (s[0] + s[1]) + (s[2] + s[3]);
    for (; r < rows; r++) sum += load_some(a + r * step, c, columns) * load_some(b + r * step, c, columns);
    store_some(sums, sum, c, columns);
  }
}
