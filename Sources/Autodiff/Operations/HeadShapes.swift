import TensorMath

/// How queries, keys and scores of several heads go together. Head h of a tensor [batch, positions, width] is its columns
/// h·d ..< (h+1)·d with d = width / heads.
struct HeadLayout {
  let heads: Int
  let queries: Int
  let keys: Int
  let width: Int
  /// Columns of one head.
  var size: Int { width / heads }

  /// - Parameters: tensors [batch, positions, width] at the queries and at the keys.
  init(heads: Int, queries: View, keys: View) {
    self.heads = heads
    self.queries = queries.size(ofAxis: 2)
    self.keys = keys.size(ofAxis: 2)
    width = queries.columns
  }

  /// A cell of [batch, heads, queries, keys].
  struct Pair {
    let sample: Int
    let head: Int
    let query: Int
    let key: Int
  }

  func pair(at cell: Int) -> Pair {
    let (row, map) = (cell / keys, cell / keys / queries)
    return Pair(sample: map / heads, head: map % heads, query: row % queries, key: cell % keys)
  }

  func cell(sample: Int, head: Int, query: Int, key: Int) -> Int {
    ((sample * heads + head) * queries + query) * keys + key
  }

  /// The cell of [batch, queries, width] where a head's column stands.
  func queryCell(sample: Int, query: Int, column: Int) -> Int { (sample * queries + query) * width + column }

  /// The cell of [batch, keys, width] where a head's column stands.
  func keyCell(sample: Int, key: Int, column: Int) -> Int { (sample * keys + key) * width + column }

  /// Throws unless a number of heads divides a width.
  static func check(width: Int, heads: Int, for operation: String) throws(ShapeError) {
    guard heads > 0, width > 0, width % heads == 0 else {
      throw ShapeError(operation, found: "\(heads) heads and width \(width)", needed: "heads that divide the width")
    }
  }
}
