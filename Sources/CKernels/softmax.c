// Softmax of rows. Exponentials are taken along a row; what is left of it is added up with a row in each lane of a
// vector, number after number, so that a row's sum is the same whatever stands around it.
#include "attention.h"
#include "functions.h"

static float largest_of(const float *x, size_t columns) {
  if (columns < lanes) {
    float largest = x[0];
    for (size_t c = 1; c < columns; c++) largest = x[c] > largest ? x[c] : largest;
    return largest;
  }
  vector largest = load(x);
  for (size_t c = lanes; c < columns; c += lanes) {
    // The last columns with some before them.
    const vector next = load(x + (c + lanes <= columns ? c : columns - lanes));
    largest = choose(next > largest, next, largest);
  }
  return largest_lane(largest);
}

/// sums[i] = Σ over the columns of row i, in order, for as many rows as a vector has lanes.
static vector sums_of_rows(const float *y, size_t columns) {
  vector sums = {};
  for (size_t c = 0; c < columns; c += lanes) {
    vector square[lanes];
    UNROLL for (size_t i = 0; i < lanes; i++) square[i] = load_some(y + i * columns, c, columns);
    transpose_square(square);
    if (c + lanes <= columns) {
      UNROLL for (size_t i = 0; i < lanes; i++) sums += square[i];
    } else {
      for (size_t i = 0; i < columns - c; i++) sums += square[i];
    }
  }
  return sums;
}

void ck_softmax_rows(const float *x, float *y, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r += lanes) {
    const size_t here = rows - r < lanes ? rows - r : lanes;
    for (size_t i = r; i < r + here; i++) {
      const float *from = x + i * columns;
      const float largest = largest_of(from, columns);
      for (size_t c = 0; c < columns; c += lanes)
        store_some(y + i * columns, exponential(load_some(from, c, columns) - largest), c, columns);
    }
    float *to = y + r * columns, sums[lanes] = {0};
    if (here == lanes) {
      store(sums, sums_of_rows(to, columns));
    } else {
      for (size_t i = 0; i < here; i++)
        for (size_t c = 0; c < columns; c++) sums[i] += to[i * columns + c];
    }
    for (size_t i = 0; i < here; i++)
      for (size_t c = 0; c < columns; c += lanes)
        store_some(to + i * columns, load_some(to + i * columns, c, columns) / sums[i], c, columns);
  }
}

/// Σ of a · b over a row, but for one column.
static double products_but(const float *a, const float *b, size_t columns, size_t but) {
  wide sums = {};
  for (size_t c = 0; c < columns; c += lanes) {
    vector left = load_some(a, c, columns);
    if (c <= but && but < c + lanes) left[but - c] = 0;
    sums += WIDENED(left) * WIDENED(load_some(b, c, columns));
  }
  return sum_of_lanes(&sums);
}

void ck_softmax_rows_backward(const float *output, const float *upstream, float *y, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++) {
    const float *own = output + r * columns, *arriving = upstream + r * columns;
    float *to = y + r * columns;
    vector sums = {};
    integers holds_most = {};
    for (size_t c = 0; c < columns; c += lanes) {
      const vector here = load_some(own, c, columns);
      sums += load_some(arriving, c, columns) * here;
      holds_most |= here > 0.5f;
    }
    const float mean = sum_of_float_lanes(sums);
    for (size_t c = 0; c < columns; c += lanes)
      store_some(to, load_some(own, c, columns) * (load_some(arriving, c, columns) - mean), c, columns);
    if (!any_lane(holds_most)) continue;
    // The one that holds most of the row: its upstream gradient nearly equals the mean, and what is left of it are the
    // others' shares, so they are added up by themselves.
    size_t winner = 0;
    while (!(own[winner] > 0.5f)) winner++;
    const double others = products_but(arriving, own, columns, winner);
    to[winner] = (float)(own[winner] * (arriving[winner] * (1 - (double)own[winner]) - others));
  }
}
