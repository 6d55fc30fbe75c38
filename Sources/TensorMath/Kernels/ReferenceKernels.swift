/// Naive loops in double precision, the oracle that the fast kernels are tested against.
public enum ReferenceKernels {
  /// x [rows, inner] · weights [inner, columns] + bias [columns]
  public static func affine(_ x: Tensor, _ weights: Tensor, bias: Tensor?) -> Tensor {
    let (rows, inner, columns) = (x.shape.rows, x.shape.columns, weights.shape.columns)
    var y = Tensor([rows, columns], repeating: 0)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = Double(bias?[column] ?? 0)
        for k in 0..<inner { sum += Double(x[row, k]) * Double(weights[k, column]) }
        y[row, column] = Float(sum)
      }
    }
    return y
  }

  public static func transpose(_ x: Tensor) -> Tensor {
    let (rows, columns) = (x.shape.rows, x.shape.columns)
    var y = Tensor([columns, rows], repeating: 0)
    for row in 0..<rows { for column in 0..<columns { y[column, row] = x[row, column] } }
    return y
  }
}
