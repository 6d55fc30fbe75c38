/// A tensor that somebody else stores: a place in an ``Arena`` and a shape of at most four axes.
///
/// Views are plain values without reference counts, so that passing them to an operation costs
/// nothing: four machine words, which is as much as Swift passes in registers. They stay valid as
/// long as the arena they were made from; only the machine that owns the arena hands them out.
/// Element access is checked in debug builds.
@frozen
public struct View {
  /// Four sizes, outermost first, with 1 in front for axes that the tensor does not have.
  public typealias Dimensions = (Int32, Int32, Int32, Int32)

  @usableFromInline let base: UnsafePointer<Float>
  public let count: Int
  public let dimensions: Dimensions

  @inlinable
  init(base: UnsafePointer<Float>, count: Int, dimensions: Dimensions) {
    self.base = base
    self.count = count
    self.dimensions = dimensions
  }

  /// Size of the last axis; 1 for a scalar.
  @inlinable public var columns: Int { Int(dimensions.3) }

  /// Product of all sizes but the last: the tensor seen as a matrix. 0 where there is nothing.
  @inlinable public var rows: Int {
    count == 0 ? 0 : Int(dimensions.0) &* Int(dimensions.1) &* Int(dimensions.2)
  }

  /// Size of one of the four axes.
  @inlinable public func size(ofAxis axis: Int) -> Int {
    switch axis {
    case 0: Int(dimensions.0)
    case 1: Int(dimensions.1)
    case 2: Int(dimensions.2)
    default: Int(dimensions.3)
    }
  }

  @inlinable public subscript(index: Int) -> Float {
    assert(index >= 0 && index < count, "cell \(index) of \(count)")
    return base[index]
  }

  @inlinable public subscript(row: Int, column: Int) -> Float { self[row * columns + column] }

  /// The numbers, copied out.
  public var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// A ``View`` that may be written.
@frozen
public struct MutableView {
  @usableFromInline let base: UnsafeMutablePointer<Float>
  public let count: Int
  public let dimensions: View.Dimensions

  @inlinable
  init(base: UnsafeMutablePointer<Float>, count: Int, dimensions: View.Dimensions) {
    self.base = base
    self.count = count
    self.dimensions = dimensions
  }

  @inlinable public var readable: View { View(base: base, count: count, dimensions: dimensions) }
  @inlinable public var columns: Int { readable.columns }
  @inlinable public var rows: Int { readable.rows }

  @inlinable public subscript(index: Int) -> Float {
    get {
      assert(index >= 0 && index < count, "cell \(index) of \(count)")
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count, "cell \(index) of \(count)")
      base[index] = newValue
    }
  }

  public func fill(_ value: Float) { base.update(repeating: value, count: count) }

  /// Takes over the numbers of a tensor of the same count.
  public func copy(_ source: View) {
    precondition(source.count == count, "cannot copy \(source.count) numbers into \(count)")
    base.update(from: source.base, count: count)
  }

  /// Takes over the numbers of an array of the same count.
  public func copy(_ source: [Float]) {
    precondition(source.count == count, "cannot copy \(source.count) numbers into \(count)")
    source.withUnsafeBufferPointer { if let start = $0.baseAddress { base.update(from: start, count: count) } }
  }
}
