/// Rows of numbers that batches are taken from: the samples of a data set, in a place of their own.
///
/// Copied once from an array, so that loading a batch costs the copying and no reference counting; a large array is
/// kept and shared instead, for every machine has such a table, and what a batch costs more is not felt there.
public final class RowTable {
  public let rowLength: Int
  public let rowCount: Int
  /// A copy of a small array, the array itself when it is large: one of the two.
  private let base: UnsafeMutablePointer<Float>?
  private let shared: [Float]

  /// 4 MiB: with that many numbers, a row or a batch has so many that counting references is nothing to copying.
  private static let largestCopy = 1 << 20

  /// - Parameter rowLength: numbers of a row; a whole number of rows has to be there.
  public init(_ numbers: [Float], rowLength: Int) {
    precondition(
      rowLength > 0 && numbers.count.isMultiple(of: rowLength), "\(numbers.count) numbers in rows of \(rowLength)")
    self.rowLength = rowLength
    rowCount = numbers.count / rowLength
    guard numbers.count <= Self.largestCopy else {
      base = nil
      shared = numbers
      return
    }
    let copy = UnsafeMutablePointer<Float>.allocate(capacity: max(numbers.count, 1))
    numbers.withUnsafeBufferPointer { if let start = $0.baseAddress { copy.initialize(from: start, count: $0.count) } }
    base = copy
    shared = []
  }

  deinit { base?.deallocate() }

  private func withNumbers(_ use: (UnsafePointer<Float>) -> Void) {
    if let base { return use(base) }
    shared.withUnsafeBufferPointer { if let start = $0.baseAddress { use(start) } }
  }

  /// Writes consecutive rows.
  public func copy(rowsFrom start: Int, into y: MutableView) {
    precondition(
      start >= 0 && start * rowLength + y.count <= rowCount * rowLength,
      "rows from \(start) do not fill \(y.count) cells")
    withNumbers { base in
      let source = base + start * rowLength
      // A copy by call costs more than a handful of floats.
      if y.count <= 4 {
        for index in 0..<y.count { y.base[index] = source[index] }
      } else {
        y.base.update(from: source, count: y.count)
      }
    }
  }

  /// Row r of y = the row that `order` names at `start` + r.
  public func gather(_ order: RowOrder, from start: Int, into y: MutableView) {
    let rows = y.count / rowLength
    precondition(
      start >= 0 && start + rows <= order.count && order.limit <= rowCount,
      "\(rows) rows from \(start) of \(order.count)")
    withNumbers { base in
      var target = y.base
      for index in start..<start + rows {
        let source = base + Int(order.base[index]) * rowLength
        if rowLength <= 4 {
          for column in 0..<rowLength { target[column] = source[column] }
        } else {
          target.update(from: source, count: rowLength)
        }
        target += rowLength
      }
    }
  }
}

/// The order in which rows are taken in one epoch; filled again for the next in the same place.
public final class RowOrder {
  public let count: Int
  /// Every number is below this.
  let limit: Int
  let base: UnsafeMutablePointer<Int32>

  /// An order of `count` rows out of as many, at first as they are stored.
  public init(count: Int) {
    self.count = count
    limit = count
    base = .allocate(capacity: max(count, 1))
    for row in 0..<count { (base + row).initialize(to: Int32(row)) }
  }

  deinit { base.deallocate() }

  /// Takes over a new order.
  public func fill(_ rows: [Int]) {
    precondition(rows.count == count, "\(rows.count) rows for an order of \(count)")
    for (index, row) in rows.enumerated() {
      precondition(row >= 0 && row < limit, "row \(row) of \(limit)")
      base[index] = Int32(row)
    }
  }

  public func rows(_ range: Range<Int>) -> [Int32] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count) rows")
    return Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }
}
