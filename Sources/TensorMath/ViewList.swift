/// A fixed list of views, kept by an ``Arena``: the inputs or outputs of one instruction. A plain
/// value, so that handing it to an operation costs no reference counting and no allocation.
@frozen
public struct ViewList {
  @usableFromInline let base: UnsafePointer<View>
  public let count: Int

  @inlinable init(base: UnsafePointer<View>, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable public subscript(index: Int) -> View {
    assert(index >= 0 && index < count, "view \(index) of \(count)")
    return base[index]
  }
}

/// A fixed list of views to be written. An entry is nil where nobody wants the numbers: the
/// gradient of a loss with respect to its data, say.
@frozen
public struct MutableViewList {
  @usableFromInline let base: UnsafePointer<MutableView?>
  public let count: Int

  @inlinable init(base: UnsafePointer<MutableView?>, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable public subscript(index: Int) -> MutableView? {
    assert(index >= 0 && index < count, "view \(index) of \(count)")
    return base[index]
  }
}
