// Queries, keys and values are [batch, positions, heads · size], what belongs to pairs [batch, heads, queries, keys].

extension ReferenceKernels {
  /// The product of each query with each key of the same head.
  public static func headScores(_ queries: Tensor, _ keys: Tensor, heads: Int) -> Tensor {
    let (q, k) = (queries.shape.dimensions, keys.shape.dimensions)
    var sums = [Double](repeating: 0, count: q[0] * heads * q[1] * k[1])
    eachHeadProduct(queries.shape, keys.shape, heads) { pair, query, key in
      sums[pair] += Double(queries[query]) * Double(keys[key])
    }
    return Tensor([q[0], heads, q[1], k[1]], sums.map { Float($0) })
  }

  /// Each query's sum of the values of its head, each times its weight.
  public static func headMixture(_ weights: Tensor, _ values: Tensor, heads: Int) -> Tensor {
    let (sizes, width) = (weights.shape.dimensions, values.shape.columns)
    let shape: Shape = [sizes[0], sizes[2], width]
    var sums = [Double](repeating: 0, count: shape.count)
    eachHeadProduct(shape, values.shape, heads) { pair, query, key in
      sums[query] += Double(weights[pair]) * Double(values[key])
    }
    return Tensor(shape, sums.map { Float($0) })
  }

  /// Each key's sum of what stands at the queries, each times the query's weight for the key.
  public static func headTransposedMixture(_ weights: Tensor, _ x: Tensor, heads: Int) -> Tensor {
    let (sizes, width) = (weights.shape.dimensions, x.shape.columns)
    let shape: Shape = [sizes[0], sizes[3], width]
    var sums = [Double](repeating: 0, count: shape.count)
    eachHeadProduct(x.shape, shape, heads) { pair, query, key in
      sums[key] += Double(weights[pair]) * Double(x[query])
    }
    return Tensor(shape, sums.map { Float($0) })
  }

  /// Calls `product` with the cells of pair, query and key that each multiplication of attention joins.
  private static func eachHeadProduct(
    _ queries: Shape, _ keys: Shape, _ heads: Int, _ product: (_ pair: Int, _ query: Int, _ key: Int) -> Void
  ) {
    let (q, k, width) = (queries.dimensions[1], keys.dimensions[1], queries.columns)
    for sample in 0..<queries.dimensions[0] {
      for query in 0..<q {
        for key in 0..<k {
          for column in 0..<width {
            let head = column / (width / heads)
            product(
              ((sample * heads + head) * q + query) * k + key, (sample * q + query) * width + column,
              (sample * k + key) * width + column)
          }
        }
      }
    }
  }

  /// Row by row: x less its mean, divided by √(variance + ε).
  public static func normalizeRows(_ x: Tensor, epsilon: Float) -> (y: Tensor, mean: [Double], deviation: [Double]) {
    var (y, means, deviations) = (x, [Double](), [Double]())
    for row in 0..<x.shape.rows {
      let numbers = x.row(row).map { Double($0) }
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
      let deviation = (variance + Double(epsilon)).squareRoot()
      for (column, number) in numbers.enumerated() { y[row, column] = Float((number - mean) / deviation) }
      means.append(mean)
      deviations.append(deviation)
    }
    return (y, means, deviations)
  }

  /// The gradient of ``normalizeRows(_:epsilon:)``, from its input.
  public static func normalizeRowsBackward(_ x: Tensor, upstream: Tensor, epsilon: Float) -> Tensor {
    let (_, means, deviations) = normalizeRows(x, epsilon: epsilon)
    var gradient = x
    for row in 0..<x.shape.rows {
      let y = x.row(row).map { (Double($0) - means[row]) / deviations[row] }
      let arriving = upstream.row(row).map { Double($0) }
      let count = Double(y.count)
      let mean = arriving.reduce(0, +) / count
      let product = zip(y, arriving).reduce(0) { $0 + $1.0 * $1.1 } / count
      for column in y.indices {
        gradient[row, column] = Float((arriving[column] - mean - y[column] * product) / deviations[row])
      }
    }
    return gradient
  }
}
