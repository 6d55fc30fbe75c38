internal import CKernels
internal import COpenBLAS

// Shapes: x [rows, inner], weights [inner, columns], y and upstream [rows, columns].

extension Kernels {
  /// Up to this many multiply-adds the direct loops beat a call of BLAS whatever the shape.
  @usableFromInline static let smallProduct = 30_000

  /// Whether the direct loops are the faster way. Measured on a Zen 4 core against OpenBLAS 0.3.21:
  /// where columns fill whole vectors the loops reach the processor's peak, 57 multiply-adds a
  /// nanosecond, and BLAS a tenth or so less, until the weights outgrow the caches. 64×784×128 takes
  /// 109 µs and 129 µs, 64×784×10 takes 27 µs and 15 µs. Without wide vectors BLAS, which looks for
  /// them at run time, wins early.
  @inline(__always)
  private static func isForLoops(_ rows: Int, _ inner: Int, _ columns: Int, limit: Int) -> Bool {
    let products = rows * inner * columns
    return products < smallProduct || products <= limit && columns.isMultiple(of: 16) && vectorLanes >= 8
  }

  /// Makes BLAS use one thread from now on. Bits must not depend on how busy the machine is.
  public static func useOneThread() { cob_use_one_thread() }

  /// y = x · weights + bias, the bias added to each row.
  public static func affine(_ x: View, _ weights: View, bias: View?, into y: MutableView) {
    let (rows, inner, columns) = (x.rows, x.columns, y.columns)
    if isForLoops(rows, inner, columns, limit: 64 << 20) {
      ck_affine(x.base, weights.base, bias?.base, y.base, rows, inner, columns)
      return
    }
    // BLAS adds to what is there: the bias goes first.
    if let bias {
      for row in 0..<rows { (y.base + row * columns).update(from: bias.base, count: columns) }
    }
    cob_sgemm(
      false, false, Int32(rows), Int32(columns), Int32(inner), 1, x.base, Int32(inner), weights.base, Int32(columns),
      bias == nil ? 0 : 1, y.base, Int32(columns))
  }

  /// The gradient of the weights: y [inner, columns] = xᵀ · upstream.
  public static func productTransposedLeft(_ x: View, _ upstream: View, into y: MutableView) {
    let (rows, inner, columns) = (x.rows, x.columns, upstream.columns)
    // From 32 million on the loops fell behind: they read the inputs anew for each block of columns.
    if isForLoops(rows, inner, columns, limit: 16 << 20) {
      ck_product_transposed_left(x.base, upstream.base, y.base, rows, inner, columns)
      return
    }
    cob_sgemm(
      true, false, Int32(inner), Int32(columns), Int32(rows), 1, x.base, Int32(inner), upstream.base, Int32(columns), 0,
      y.base, Int32(columns))
  }

  /// The gradient of the input: y [rows, inner] = upstream · weightsᵀ.
  public static func productTransposedRight(_ upstream: View, _ weights: View, into y: MutableView) {
    let (rows, columns, inner) = (upstream.rows, upstream.columns, y.columns)
    // The weights are transposed first, which pays while they are few, or the rows many: 1024×512 times (128×512)ᵀ takes
    // 1.20 ms where BLAS takes 1.41 ms. With 512 to a row of the transpose, 1.58 ms and 1.38 ms.
    let isFew = inner * columns <= 4096
    let isShared = rows >= 128 && inner * columns <= 1 << 16 && inner <= 256
    if isFew || isShared, isForLoops(rows, columns, inner, limit: isShared ? 64 << 20 : 1 << 18) {
      if columns == 1 {
        // One column is its own transpose.
        ck_affine(upstream.base, weights.base, nil, y.base, rows, 1, inner)
        return
      }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: inner * columns) { transposed in
        guard let scratch = transposed.baseAddress else { return }
        ck_transpose(weights.base, scratch, inner, columns)
        ck_affine(upstream.base, scratch, nil, y.base, rows, columns, inner)
      }
      return
    }
    cob_sgemm(
      false, true, Int32(rows), Int32(inner), Int32(columns), 1, upstream.base, Int32(columns), weights.base,
      Int32(columns), 0, y.base, Int32(inner))
  }
}
