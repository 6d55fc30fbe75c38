#include "copenblas.h"

#include <cblas.h>
#include <stdlib.h>

void cob_use_one_thread(void) {
  // OpenBLAS built on OpenMP ignores openblas_set_num_threads (OpenBLAS issue 5806), so the
  // environment says it too.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  setenv("OMP_NUM_THREADS", "1", 1);
  openblas_set_num_threads(1);
}

void cob_sgemm(bool transpose_a, bool transpose_b, int m, int n, int k, float alpha, const float *a,
               int lda, const float *b, int ldb, float beta, float *c, int ldc) {
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
              transpose_b ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

// LAPACK's, which OpenBLAS has in it; its header is in a package of its own.
extern void dgeev_(const char *left, const char *right, const int *n, double *a, const int *lda, double *real,
                   double *imaginary, double *vl, const int *ldvl, double *vr, const int *ldvr, double *work,
                   const int *lwork, int *info);

bool cob_eigenvalues(int n, double *a, double *real, double *imaginary, double *work) {
  const int one = 1;
  const int size = 8 * n;
  double none = 0;
  int info = 0;
  dgeev_("N", "N", &n, a, &n, real, imaginary, &none, &one, &none, &one, work, &size, &info);
  return info == 0;
}

const char *cob_description(void) { return openblas_get_config(); }

int cob_thread_count(void) { return openblas_get_num_threads(); }
