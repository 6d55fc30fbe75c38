/// Numbers with a shape, as a value: what data sets, initializers and snapshots hand around.
/// A running network keeps its numbers in an ``Arena`` instead.
public struct Tensor: Hashable, Sendable {
  public let shape: Shape
  /// Row major: the last axis runs fastest.
  public var values: [Float]

  public init(_ shape: Shape, _ values: [Float]) {
    precondition(shape.count == values.count, "the shape \(shape) holds \(shape.count) numbers, found \(values.count)")
    self.shape = shape
    self.values = values
  }

  public init(_ shape: Shape, repeating value: Float) {
    self.init(shape, [Float](repeating: value, count: shape.count))
  }

  /// A matrix from its rows.
  public init(rows: [[Float]]) {
    precondition(Set(rows.map(\.count)).count <= 1, "the rows of a matrix have one length")
    self.init([rows.count, rows.first?.count ?? 0], rows.flatMap { $0 })
  }

  public subscript(index: Int) -> Float {
    get { values[index] }
    set { values[index] = newValue }
  }

  public subscript(row: Int, column: Int) -> Float {
    get { values[row * shape.columns + column] }
    set { values[row * shape.columns + column] = newValue }
  }

  /// One row of the tensor seen as a matrix.
  public func row(_ index: Int) -> ArraySlice<Float> {
    values[index * shape.columns..<(index + 1) * shape.columns]
  }
}
