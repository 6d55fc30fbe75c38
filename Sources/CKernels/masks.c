// Masks of attention: which keys a query may not look at.
#include <string.h>

#include "attention.h"

void ck_causal_mask(const float *x, float *y, size_t maps, size_t queries, size_t keys, float masked) {
  for (size_t row = 0; row < maps * queries; row++) {
    const size_t seen = row % queries + 1 < keys ? row % queries + 1 : keys;
    memcpy(y + row * keys, x + row * keys, seen * sizeof(float));
    for (size_t j = seen; j < keys; j++) y[row * keys + j] = masked;
  }
}

void ck_padding_mask(const float *x, const float *tokens, float *y, size_t batch, size_t rows, size_t keys,
                     float masked) {
  for (size_t row = 0; row < batch * rows; row++) {
    const float *key = tokens + row / rows * keys, *from = x + row * keys;
    float *to = y + row * keys;
    for (size_t j = 0; j < keys; j++) to[j] = key[j] == 0 ? masked : from[j];
  }
}
