internal import CKernels

extension Kernels {
  /// Each row of y = exp(x − max) / Σ exp(x − max) of that row. The largest entry is taken off first
  /// so that nothing overflows.
  public static func softmaxRows(_ x: View, into y: MutableView) {
    guard x.columns > 0 else { return }
    let columns = x.columns
    // Whole groups of rows, a row in each lane: a row's bits are the same in any group, and groups are full.
    shareOut(x.rows, inUnitsOf: 16, work: x.count) {
      ck_softmax_rows(x.base + $0 * columns, y.base + $0 * columns, $1, columns)
    }
  }

  /// The gradient of softmax: output · (upstream − Σ upstream · output), row by row.
  public static func softmaxRowsBackward(output: View, upstream: View, into y: MutableView) {
    let columns = output.columns
    shareOut(output.rows, work: output.count / 2) {
      let start = $0 * columns
      ck_softmax_rows_backward(output.base + start, upstream.base + start, y.base + start, $1, columns)
    }
  }
}
