internal import CKernels
internal import COpenBLAS

// Shapes: x [rows, inner], weights [inner, columns], y and upstream [rows, columns].

extension Kernels {
  /// Up to this many multiply-adds the direct loops beat a call of BLAS whatever the shape.
  @usableFromInline static let smallProduct = 30_000

  /// Whether the direct loops are the faster way. Measured on a Zen 4 core against OpenBLAS 0.3.21, in multiply-adds a
  /// nanosecond (59 is the most that the core can do): 1024×128×512 makes 57.7 and 53.5, 1024×512×128 58.6 and 52.5,
  /// 64×784×128 58.9 and 49.9, 512×512×512 57.7 and 53.5. With few columns BLAS wins: 64×784×10 makes 29.7 and 34.0.
  /// Without wide vectors BLAS, which looks for them at run time, wins early.
  @inline(__always)
  private static func isForLoops(_ rows: Int, _ inner: Int, _ columns: Int) -> Bool {
    let products = rows * inner * columns
    return products < smallProduct || products <= largeProduct && columns >= 16 && vectorLanes >= 8
  }

  /// From here on BLAS, which works through blocks of all three sides.
  private static let largeProduct = 160 << 20

  /// About how long so many multiply-adds take, in nanoseconds.
  @inline(__always)
  static func work(_ rows: Int, _ inner: Int, _ columns: Int) -> Int { rows * inner * columns / 50 }

  /// Makes BLAS use one thread from now on. Bits must not depend on how busy the machine is.
  public static func useOneThread() { cob_use_one_thread() }

  /// y = x · weights + bias, the bias added to each row.
  public static func affine(_ x: View, _ weights: View, bias: View?, into y: MutableView) {
    let (rows, inner, columns) = (x.rows, x.columns, y.columns)
    if isForLoops(rows, inner, columns) {
      // Groups of eight rows, as the loops take them.
      shareOut(rows, inUnitsOf: 8, work: work(rows, inner, columns)) {
        ck_affine(x.base + $0 * inner, weights.base, bias?.base, y.base + $0 * columns, $1, inner, columns)
      }
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
    if isForLoops(rows, inner, columns) {
      if columns < 16 {
        ck_product_transposed_left(x.base, inner, upstream.base, y.base, rows, inner, columns)
        return
      }
      // Rows of the result in groups of eight, as the loops take them: columns of x.
      shareOut(inner, inUnitsOf: 8, work: work(rows, inner, columns)) {
        ck_product_transposed_left(x.base + $0, inner, upstream.base, y.base + $0 * columns, rows, $1, columns)
      }
      return
    }
    cob_sgemm(
      true, false, Int32(inner), Int32(columns), Int32(rows), 1, x.base, Int32(inner), upstream.base, Int32(columns), 0,
      y.base, Int32(columns))
  }

  /// The gradient of the input: y [rows, inner] = upstream · weightsᵀ.
  public static func productTransposedRight(_ upstream: View, _ weights: View, into y: MutableView) {
    let (rows, columns, inner) = (upstream.rows, upstream.columns, y.columns)
    // The weights are transposed first, which pays where they are few or the rows many: 64×784 times (128×784)ᵀ makes 51
    // multiply-adds a nanosecond and BLAS 47, 16×256 times (64×256)ᵀ 44 and 52.
    let pays = inner * columns <= 4096 || rows >= 32 && inner * columns <= 1 << 20
    if pays, isForLoops(rows, columns, inner) {
      if columns == 1 {
        // One column is its own transpose.
        ck_affine(upstream.base, weights.base, nil, y.base, rows, 1, inner)
        return
      }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: inner * columns) { transposed in
        guard let scratch = transposed.baseAddress else { return }
        ck_transpose(weights.base, scratch, inner, columns)
        shareOut(rows, inUnitsOf: 8, work: work(rows, columns, inner)) {
          ck_affine(upstream.base + $0 * columns, scratch, nil, y.base + $0 * inner, $1, columns, inner)
        }
      }
      return
    }
    cob_sgemm(
      false, true, Int32(rows), Int32(inner), Int32(columns), 1, upstream.base, Int32(columns), weights.base,
      Int32(columns), 0, y.base, Int32(inner))
  }
}
