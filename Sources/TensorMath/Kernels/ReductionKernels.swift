internal import CKernels

// Sums that a learner may check by hand are accumulated in double precision.

extension Kernels {
  public static func sum(_ x: View) -> Double { ck_sum(x.base, x.count) }
  public static func sumOfSquares(_ x: View) -> Double { ck_sum_of_squares(x.base, x.count) }
  public static func sumOfMagnitudes(_ x: View) -> Double { ck_sum_of_magnitudes(x.base, x.count) }

  /// y [columns] = the sum over the rows of x [rows, columns].
  public static func sumRows(_ x: View, into y: MutableView) {
    let (rows, columns) = (y.count == 0 ? 0 : x.count / y.count, y.count)
    shareOut(columns, inUnitsOf: 16, work: x.count / 8) { ck_sum_rows(x.base + $0, y.base + $0, rows, $1, columns) }
  }

  /// Repeats x along the leading axes until y is full: the inverse of `sumRows`.
  public static func repeatRows(_ x: View, into y: MutableView) {
    guard x.count > 0 else { return }
    for start in stride(from: 0, to: y.count, by: x.count) { (y.base + start).update(from: x.base, count: x.count) }
  }
}
