// What attention does besides projections: softmax of rows, masks, and products of single heads.
#ifndef CKERNELS_ATTENTION_H
#define CKERNELS_ATTENTION_H

#include <stddef.h>

// Each row of y = exp(x − largest) / Σ exp(x − largest) of that row.
void ck_softmax_rows(const float *x, float *y, size_t rows, size_t columns);
// output · (upstream − Σ upstream · output), row by row
void ck_softmax_rows_backward(const float *output, const float *upstream, float *y, size_t rows, size_t columns);

// y = x [maps, queries, keys] where the key comes no later than the query, `masked` elsewhere.
void ck_causal_mask(const float *x, float *y, size_t maps, size_t queries, size_t keys, float masked);
// y = x [batch, rows, keys] where the key's token [batch, keys] is not 0, `masked` elsewhere.
void ck_padding_mask(const float *x, const float *tokens, float *y, size_t batch, size_t rows, size_t keys,
                     float masked);

// Heads side by side: a tensor [batch, positions, heads · size] holds head h in its columns from h · size on. What
// belongs to pairs of positions is [batch, heads, queries, keys].
typedef struct {
  size_t batch, heads, queries, keys, size;
} ck_heads;

// Floats that ck_head_scores needs for a while.
size_t ck_head_scratch(const ck_heads *shape);
// scores[i, j] = Σ over the head's columns of q[i] · k[j], with q of queries and k of keys.
void ck_head_scores(const ck_heads *shape, const float *q, const float *k, float *scores, float *scratch);
// y[i] = Σⱼ weights[i, j] · v[j], with v of keys and y of queries.
void ck_head_mixture(const ck_heads *shape, const float *weights, const float *v, float *y);
// y[j] = Σᵢ weights[i, j] · x[i], with x of queries and y of keys.
void ck_head_transposed_mixture(const ck_heads *shape, const float *weights, const float *x, float *y);

#endif
