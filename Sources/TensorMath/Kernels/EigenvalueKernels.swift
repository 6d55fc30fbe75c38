internal import COpenBLAS

extension Kernels {
  /// The largest absolute value among the eigenvalues of a square matrix: what it makes of the length of an arrow, in
  /// the long run, each time it multiplies it.
  ///
  /// LAPACK's `dgeev`: about 10 n³ operations.
  ///
  /// - Parameter matrix: n×n.
  /// - Returns: nil when it has a number that is none.
  public static func spectralRadius(_ matrix: View) -> Double? {
    let count = matrix.rows
    precondition(matrix.columns == count, "a square matrix, found \(matrix.rows)×\(matrix.columns)")
    var cells = (0..<matrix.count).map { Double(matrix[$0]) }
    guard cells.allSatisfy(\.isFinite) else { return nil }
    var real = [Double](repeating: 0, count: count)
    var imaginary = real
    var work = [Double](repeating: 0, count: 8 * count)
    guard cob_eigenvalues(Int32(count), &cells, &real, &imaginary, &work) else { return nil }
    return zip(real, imaginary).map { ($0 * $0 + $1 * $1).squareRoot() }.max()
  }
}
