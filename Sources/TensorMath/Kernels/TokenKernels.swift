internal import CKernels

// Tokens are whole numbers from 0 up, as floats. What is no token of a table has no row: its numbers are NaN.

extension Kernels {
  /// Which row of a table a token stands for; nil for what is none.
  public static func row(ofToken token: Float, rows: Int) -> Int? {
    token >= 0 && token < Float(rows) ? Int(token) : nil
  }

  /// Row r of y = the table's row for token r.
  public static func embed(_ tokens: View, _ table: View, into y: MutableView) {
    let width = table.columns
    for position in 0..<tokens.count {
      let target = y.base + position * width
      if let row = row(ofToken: tokens.base[position], rows: table.rows) {
        target.update(from: table.base + row * width, count: width)
      } else {
        target.update(repeating: .nan, count: width)
      }
    }
  }

  /// Each row of the table's gradient = the sum of the upstream rows of its token, in the order of the positions.
  public static func embedBackward(_ tokens: View, upstream: View, into table: MutableView) {
    let width = table.columns
    table.fill(0)
    for position in 0..<tokens.count {
      guard let row = row(ofToken: tokens.base[position], rows: table.rows) else { continue }
      let target = table.base + row * width
      ck_add(target, upstream.base + position * width, target, width)
    }
  }

  /// How many tokens of a sample are not padding.
  public static func countTokens(_ tokens: View, sample: Int) -> Int {
    var count = 0
    for position in 0..<tokens.columns where tokens[sample, position] != 0 { count += 1 }
    return count
  }

  /// y [batch, width] = the mean of x [batch, positions, width] over the positions that are not padding; 0 where all
  /// are.
  public static func tokenMean(_ x: View, tokens: View, into y: MutableView) {
    let (positions, width) = (tokens.columns, x.columns)
    y.fill(0)
    for sample in 0..<tokens.rows {
      let count = countTokens(tokens, sample: sample)
      guard count > 0 else { continue }
      let target = y.base + sample * width
      for position in 0..<positions where tokens[sample, position] != 0 {
        ck_add(target, x.base + (sample * positions + position) * width, target, width)
      }
      ck_scale(target, 1 / Float(count), target, width)
    }
  }

  public static func tokenMeanBackward(upstream: View, tokens: View, into x: MutableView) {
    let (positions, width) = (tokens.columns, x.columns)
    x.fill(0)
    for sample in 0..<tokens.rows {
      let count = countTokens(tokens, sample: sample)
      for position in 0..<positions where tokens[sample, position] != 0 {
        ck_scale(
          upstream.base + sample * width, 1 / Float(count), x.base + (sample * positions + position) * width, width)
      }
    }
  }
}
