// The few CBLAS and LAPACK calls Backstep uses, as plain functions, and control of the number of BLAS threads.
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

/// The eigenvalues of a square matrix, real and imaginary parts. `a` is n×n and is overwritten; `work` has 8n
/// numbers. Whether it is stored by rows or by columns does not matter: a matrix and its transpose have the same.
/// False when the iteration has not converged.
bool cob_eigenvalues(int n, double *a, double *real, double *imaginary, double *work);

/// The configuration string of the library that was loaded, for `backstep doctor`.
const char *cob_description(void);

/// The number of threads BLAS would use now.
int cob_thread_count(void);

#endif
