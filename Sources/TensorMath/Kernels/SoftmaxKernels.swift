internal import CKernels

extension Kernels {
  /// Each row of y = exp(x − max) / Σ exp(x − max) of that row. The largest entry is taken off first
  /// so that nothing overflows.
  public static func softmaxRows(_ x: View, into y: MutableView) {
    guard x.columns > 0 else { return }
    ck_softmax_rows(x.base, y.base, x.rows, x.columns)
  }

  /// The gradient of softmax: output · (upstream − Σ upstream · output), row by row.
  public static func softmaxRowsBackward(output: View, upstream: View, into y: MutableView) {
    ck_softmax_rows_backward(output.base, upstream.base, y.base, output.rows, output.columns)
  }
}
