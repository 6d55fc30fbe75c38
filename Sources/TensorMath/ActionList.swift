/// An instruction made ready: a closure that holds an operation and its views, built once and
/// performed in every iteration.
///
/// A class and not the bare closure: in an array Swift keeps closures in a more general form, behind
/// two more calls.
public final class Action {
  @usableFromInline let body: () -> Void

  public init(_ body: @escaping () -> Void) { self.body = body }

  @inlinable public func perform() { body() }
}

/// The actions of a program, in order, kept by an ``Arena``.
///
/// An array would do the same, but reading an object out of an array counts a reference up and down,
/// two atomic operations that take longer than a small kernel does. This is a plain value, and calls
/// without counting.
@frozen
public struct ActionList {
  public let count: Int
  @usableFromInline let base: UnsafeMutablePointer<Unmanaged<Action>>

  /// Each action is kept until it is replaced or the list is freed.
  init(keeping actions: [Action]) {
    count = actions.count
    base = .allocate(capacity: max(actions.count, 1))
    for (index, action) in actions.enumerated() { (base + index).initialize(to: .passRetained(action)) }
  }

  /// Lets go of the actions and the list. Only the arena that keeps it may do so.
  func free() {
    for index in 0..<count { base[index].release() }
    base.deallocate()
  }

  /// Puts another action in a place. Not to be called by an action.
  public func replace(_ index: Int, with action: Action) {
    precondition(index >= 0 && index < count, "action \(index) of \(count)")
    base[index].release()
    base[index] = .passRetained(action)
  }

  /// Performs one action.
  @inlinable public func perform(_ index: Int) {
    precondition(index >= 0 && index < count, "action \(index) of \(count)")
    base[index]._withUnsafeGuaranteedRef { $0.perform() }
  }

  /// Performs the actions from `start` to the end, one after the other: the same calls as `perform(_:)`.
  @inlinable public func performAll(from start: Int) {
    precondition(start >= 0, "action \(start) of \(count)")
    for index in stride(from: start, to: count, by: 1) { base[index]._withUnsafeGuaranteedRef { $0.perform() } }
  }
}
