import CKernels

// What recurrent layers do besides products and gates: numbers sorted by time, blocks moved about.

extension View {
  /// Tensors that lie one behind the other as one matrix with all their rows; nil where they do not.
  public init?(stacking views: [View]) {
    guard let first = views.first, first.count > 0 else { return nil }
    var next = first.base
    for view in views {
      guard view.base == next, view.columns == first.columns else { return nil }
      next += view.count
    }
    let count = next - first.base
    self.init(base: first.base, count: count, dimensions: (1, 1, Int32(count / first.columns), first.dimensions.3))
  }
}

extension Kernels {
  /// x seen as [outer, inner, columns] becomes y [inner, outer, columns].
  public static func exchangeAxes(_ x: View, _ outer: Int, _ inner: Int, into y: MutableView) {
    guard outer > 0, inner > 0 else { return }
    precondition(x.count == y.count && x.count % (outer * inner) == 0, "cannot sort \(x.count) numbers")
    let columns = x.count / (outer * inner)
    for first in 0..<outer {
      for second in 0..<inner {
        (y.base + (second * outer + first) * columns)
          .update(from: x.base + (first * inner + second) * columns, count: columns)
      }
    }
  }

  /// Writes x [batch, units] to time step `step` of y [batch, steps, units].
  public static func copyStep(_ x: View, into y: MutableView, at step: Int, of steps: Int) {
    precondition(step >= 0 && step < steps && x.count * steps == y.count, "cannot place step \(step)")
    let width = x.columns
    for row in 0..<x.rows {
      (y.base + (row * steps + step) * width).update(from: x.base + row * width, count: width)
    }
  }

  /// Reads time step `step` of x [batch, steps, units] into y [batch, units].
  public static func copyStep(_ step: Int, of steps: Int, in x: View, into y: MutableView) {
    precondition(step >= 0 && step < steps && y.count * steps == x.count, "cannot take step \(step)")
    let width = y.columns
    for row in 0..<y.rows {
      (y.base + row * width).update(from: x.base + (row * steps + step) * width, count: width)
    }
  }

  /// Writes x over the block of y that begins at a row and a column.
  public static func copyBlock(_ x: View, into y: MutableView, atRow row: Int, column: Int) {
    precondition(
      row >= 0 && column >= 0 && row + x.rows <= y.rows && column + x.columns <= y.columns, "the block is outside")
    let (width, all) = (x.columns, y.columns)
    for index in 0..<x.rows {
      (y.base + (row + index) * all + column).update(from: x.base + index * width, count: width)
    }
  }

  /// y = a · b + c · d.
  public static func sumOfProducts(_ a: View, _ b: View, _ c: View, _ d: View, into y: MutableView) {
    shareOutCells(y.count) {
      ck_sum_of_products(a.base + $0, b.base + $0, c.base + $0, d.base + $0, y.base + $0, $1)
    }
  }

  /// y += xᵀ · upstream.
  public static func addProductTransposedLeft(_ x: View, _ upstream: View, to y: MutableView) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: y.count) { scratch in
      guard let start = scratch.baseAddress else { return }
      let product = MutableView(base: start, count: y.count, dimensions: y.dimensions)
      productTransposedLeft(x, upstream, into: product)
      add(y.readable, product.readable, into: y)
    }
  }

  /// y += the sum of the rows of x.
  public static func addSumOfRows(_ x: View, to y: MutableView) {
    for row in 0..<x.rows {
      let start = row * y.count
      for column in 0..<y.count { y.base[column] += x.base[start + column] }
    }
  }

  /// y = (1 − z) · a + z · b.
  public static func interpolate(_ a: View, _ b: View, _ z: View, into y: MutableView) {
    ck_interpolate(a.base, b.base, z.base, y.base, y.count)
  }

  /// The gradients of the three; nil ones are not wanted.
  public static func interpolateBackward(
    _ a: View, _ b: View, _ z: View, upstream: View, a aGradient: MutableView?, b bGradient: MutableView?,
    z zGradient: MutableView?
  ) {
    ck_interpolate_backward(
      a.base, b.base, z.base, upstream.base, aGradient?.base, bGradient?.base, zGradient?.base, upstream.count)
  }
}
