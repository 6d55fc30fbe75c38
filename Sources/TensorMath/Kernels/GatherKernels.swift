extension Kernels {
  /// Row r of y = row `rows[r]` of the source, a tensor of any rank seen as rows along its first axis.
  public static func gatherRows(_ source: [Float], rowLength: Int, rows: ArraySlice<Int32>, into y: MutableView) {
    precondition(y.count == rows.count * rowLength, "\(rows.count) rows of \(rowLength) do not fill \(y.count) cells")
    source.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      var target = y.base
      if rowLength <= 4 {
        // A copy by call costs more than a handful of floats.
        for row in rows {
          let offset = Int(row) * rowLength
          for column in 0..<rowLength { target[column] = start[offset + column] }
          target += rowLength
        }
      } else {
        for row in rows {
          target.update(from: start + Int(row) * rowLength, count: rowLength)
          target += rowLength
        }
      }
    }
  }
}
