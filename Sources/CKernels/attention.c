// Products of single heads, right from and into the columns where the head stands: nothing is copied but the keys, of
// which one transposed square serves all queries. With 64 samples and heads of 16×16×8 multiply-adds each, the calls of
// BLAS alone would take longer than this does.
#include "attention.h"

#include "product_blocks.h"
#include "transpose.h"

size_t ck_head_scratch(const ck_heads *s) { return s->keys * s->size * s->heads; }

void ck_head_scores(const ck_heads *s, const float *q, const float *k, float *scores, float *scratch) {
  const size_t width = s->heads * s->size;
  for (size_t n = 0; n < s->batch; n++) {
    // A sample's keys, all heads at once: rows of `scratch` are columns of k.
    ck_transpose_part(k + n * s->keys * width, width, scratch, s->keys, s->keys, width);
    for (size_t h = 0; h < s->heads; h++) {
      product(q + n * s->queries * width + h * s->size, width, scratch + h * s->size * s->keys, s->keys, NULL,
              scores + (n * s->heads + h) * s->queries * s->keys, s->keys, s->queries, s->size, s->keys);
    }
  }
}

void ck_head_mixture(const ck_heads *s, const float *weights, const float *v, float *y) {
  const size_t width = s->heads * s->size;
  for (size_t n = 0; n < s->batch; n++)
    for (size_t h = 0; h < s->heads; h++)
      product(weights + (n * s->heads + h) * s->queries * s->keys, s->keys, v + n * s->keys * width + h * s->size,
              width, NULL, y + n * s->queries * width + h * s->size, width, s->queries, s->keys, s->size);
}

void ck_head_transposed_mixture(const ck_heads *s, const float *weights, const float *x, float *y) {
  const size_t width = s->heads * s->size;
  for (size_t n = 0; n < s->batch; n++)
    for (size_t h = 0; h < s->heads; h++)
      product_of_transposed(weights + (n * s->heads + h) * s->queries * s->keys, s->keys,
                            x + n * s->queries * width + h * s->size, width, y + n * s->keys * width + h * s->size,
                            width, s->queries, s->keys, s->size);
}
