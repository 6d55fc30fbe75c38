/// One block of floats that holds every number of a running network: a value is a view into it.
///
/// Nothing is allocated while a network runs; a keyframe is one copy of a range. The block starts at
/// a cache line and every place handed out by ``ArenaPlan`` does too. An arena belongs to one
/// thread: it is not `Sendable`, and what other threads see are copies.
public final class Arena {
  /// How many floats the arena holds.
  public let count: Int
  private let base: UnsafeMutablePointer<Float>
  private var viewLists: [UnsafeMutablePointer<View>] = []
  private var mutableViewLists: [UnsafeMutablePointer<MutableView?>] = []
  private var actionLists: [ActionList] = []

  public init(count: Int) {
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: ArenaPlan.alignment)
    base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit {
    for list in actionLists { list.free() }
    for list in viewLists { list.deallocate() }
    for list in mutableViewLists { list.deallocate() }
    base.deallocate()
  }

  /// The tensor of this shape that starts at `offset`.
  public func view(at offset: Int, shape: Shape) -> View { mutableView(at: offset, shape: shape).readable }

  public func mutableView(at offset: Int, shape: Shape) -> MutableView {
    precondition(
      offset >= 0 && offset + shape.count <= count, "\(shape) at \(offset) does not fit an arena of \(count) floats")
    precondition(shape.rank <= 4, "views have at most four axes, found \(shape)")
    let (sizes, missing) = (shape.dimensions, 4 - shape.rank)
    func size(_ axis: Int) -> Int32 { axis < missing ? 1 : Int32(sizes[axis - missing]) }
    return MutableView(base: base + offset, count: shape.count, dimensions: (size(0), size(1), size(2), size(3)))
  }

  /// Keeps a list of views for the life of the arena.
  public func list(_ views: [View]) -> ViewList {
    let copy = UnsafeMutablePointer<View>.allocate(capacity: max(views.count, 1))
    for (index, view) in views.enumerated() { (copy + index).initialize(to: view) }
    viewLists.append(copy)
    return ViewList(base: copy, count: views.count)
  }

  public func list(_ views: [MutableView?]) -> MutableViewList {
    let copy = UnsafeMutablePointer<MutableView?>.allocate(capacity: max(views.count, 1))
    for (index, view) in views.enumerated() { (copy + index).initialize(to: view) }
    mutableViewLists.append(copy)
    return MutableViewList(base: copy, count: views.count)
  }

  /// Keeps a list of actions for the life of the arena. They may hold views, but not the arena itself.
  public func list(_ actions: [Action]) -> ActionList {
    let list = ActionList(keeping: actions)
    actionLists.append(list)
    return list
  }

  /// The numbers of a range, copied out.
  public func copy(_ range: Range<Int>) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) is outside an arena of \(count) floats")
    return Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Writes numbers from `offset` on.
  public func write(_ numbers: [Float], at offset: Int) {
    precondition(offset >= 0 && offset + numbers.count <= count, "\(numbers.count) floats at \(offset) do not fit")
    numbers.withUnsafeBufferPointer {
      if let start = $0.baseAddress { (base + offset).update(from: start, count: $0.count) }
    }
  }

  /// Copies a range onto another place of the same arena.
  public func copy(_ range: Range<Int>, to offset: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) is outside an arena of \(count) floats")
    precondition(offset >= 0 && offset + range.count <= count, "\(range.count) floats at \(offset) do not fit")
    (base + offset).update(from: base + range.lowerBound, count: range.count)
  }
}

/// Hands out places in an arena to come, each at the start of a cache line.
public struct ArenaPlan: Sendable {
  /// Bytes; a cache line, and the width of the widest vector.
  public static let alignment = 64

  /// Floats handed out so far.
  public private(set) var count = 0

  public init() {}

  /// The offset, in floats, of a new place for `count` floats.
  public mutating func place(_ count: Int) -> Int {
    let offset = self.count
    let line = ArenaPlan.alignment / MemoryLayout<Float>.stride
    self.count += (count + line - 1) / line * line
    return offset
  }
}
