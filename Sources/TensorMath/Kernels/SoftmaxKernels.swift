internal import CKernels

extension Kernels {
  /// Each row of y = exp(x − max) / Σ exp(x − max) of that row. The largest entry is taken off first
  /// so that nothing overflows.
  public static func softmaxRows(_ x: View, into y: MutableView) {
    let (rows, columns) = (x.rows, x.columns)
    guard columns > 0 else { return }
    for row in 0..<rows {
      let input = x.base + row * columns
      let output = y.base + row * columns
      var largest = input[0]
      for column in 1..<max(columns, 1) { largest = max(largest, input[column]) }
      for column in 0..<columns { output[column] = input[column] - largest }
    }
    ck_exp(y.base, y.base, y.count)
    for row in 0..<rows {
      let output = y.base + row * columns
      var sum: Float = 0
      for column in 0..<columns { sum += output[column] }
      for column in 0..<columns { output[column] /= sum }
    }
  }

  /// The gradient of softmax: output · (upstream − Σ upstream · output), row by row.
  public static func softmaxRowsBackward(output: View, upstream: View, into y: MutableView) {
    let (rows, columns) = (output.rows, output.columns)
    for row in 0..<rows {
      let cells = row * columns..<(row + 1) * columns
      var mean = 0.0
      for cell in cells { mean += Double(upstream.base[cell]) * Double(output.base[cell]) }
      for cell in cells {
        let (own, arriving) = (Double(output.base[cell]), Double(upstream.base[cell]))
        if own > 0.5 {
          // The one that holds most of the row: its upstream gradient nearly equals the mean, and what
          // is left of it are the others' shares, so they are added up by themselves.
          var others = 0.0
          for other in cells where other != cell {
            others += Double(upstream.base[other]) * Double(output.base[other])
          }
          y.base[cell] = Float(own * (arriving * (1 - own) - others))
        } else {
          y.base[cell] = Float(own * (arriving - mean))
        }
      }
    }
  }
}
