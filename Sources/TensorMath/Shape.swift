/// The sizes of a tensor along each of its axes, outermost first: `32×1×8×8` is 32 images of one
/// channel, 8 pixels high and 8 wide. A scalar has no axes and holds one number.
public struct Shape: Hashable, Sendable {
  public let dimensions: [Int]

  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative sizes, found \(dimensions)")
    self.dimensions = dimensions
  }

  public static let scalar = Shape([])

  public var rank: Int { dimensions.count }

  /// How many numbers a tensor of this shape holds.
  public var count: Int { dimensions.reduce(1, *) }

  /// Size of the last axis; 1 for a scalar.
  public var columns: Int { dimensions.last ?? 1 }

  /// Product of all sizes but the last: the tensor seen as a matrix.
  public var rows: Int { dimensions.dropLast().reduce(1, *) }

  /// The flat, row-major position of a cell, or nil when `indices` does not name one.
  public func offset(of indices: [Int]) -> Int? {
    guard indices.count == rank else { return nil }
    var offset = 0
    for (index, size) in zip(indices, dimensions) {
      guard index >= 0, index < size else { return nil }
      offset = offset * size + index
    }
    return offset
  }

  /// The indices of the cell at a flat, row-major position; the inverse of `offset(of:)`.
  public func indices(at offset: Int) -> [Int] {
    precondition(offset >= 0 && offset < count, "cell \(offset) is outside the shape \(self)")
    var rest = offset
    var indices = [Int](repeating: 0, count: rank)
    for axis in stride(from: rank - 1, through: 0, by: -1) {
      indices[axis] = rest % dimensions[axis]
      rest /= dimensions[axis]
    }
    return indices
  }
}

extension Shape: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  public var description: String { rank == 0 ? "1" : dimensions.map(String.init).joined(separator: "×") }
}
