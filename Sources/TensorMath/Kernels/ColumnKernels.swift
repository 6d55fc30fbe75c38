// Columns moved about, row by row.

extension Kernels {
  /// Copies `count` neighboring columns of x, from `source` on, into y, from `target` on.
  public static func copyColumns(
    _ x: View, from source: Int, into y: MutableView, at target: Int, _ count: Int
  ) {
    precondition(
      x.rows == y.rows && source >= 0 && target >= 0 && source + count <= x.columns && target + count <= y.columns,
      "cannot copy \(count) columns")
    for row in 0..<x.rows {
      (y.base + row * y.columns + target).update(from: x.base + row * x.columns + source, count: count)
    }
  }

  /// The columns of x in the opposite order.
  public static func reverseColumns(_ x: View, into y: MutableView) {
    let columns = x.columns
    for row in 0..<x.rows {
      let start = row * columns
      for column in 0..<columns { y.base[start + column] = x.base[start + columns - 1 - column] }
    }
  }
}
