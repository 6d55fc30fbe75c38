// The few CBLAS calls Backstep uses, as plain functions, and control of the number of BLAS threads.
#ifndef COPENBLAS_H
#define COPENBLAS_H

#include <stdbool.h>

/// Fixes BLAS to one thread for the life of the process. Bits must not depend on how many cores the
/// machine has or how busy they are. Call before the first product; calling again is harmless.
void cob_use_one_thread(void);

/// C = alpha * op(A) * op(B) + beta * C, row major. op(A) is m×k, op(B) is k×n, C is m×n.
/// `lda`, `ldb`, `ldc` are the numbers of columns as stored.
void cob_sgemm(bool transpose_a, bool transpose_b, int m, int n, int k, float alpha, const float *a,
               int lda, const float *b, int ldb, float beta, float *c, int ldc);

/// The configuration string of the library that was loaded, for `backstep doctor`.
const char *cob_description(void);

/// The number of threads BLAS would use now.
int cob_thread_count(void);

#endif
