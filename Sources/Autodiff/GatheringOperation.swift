public import TensorMath

/// An operation of which many may read one value, each a part of it or all of it again: a weight that every time
/// step uses, the sums of four gates. The value's gradient is then formed by one instruction from all of them, where
/// it would take one for each and their addition.
///
/// Stepping and running execute the same instruction, so that there are no two ways to add up and no two results:
/// the terms of the sum are those of all uses.
public protocol GatheringOperation: Operation {
  /// The inputs whose gradient can be formed so.
  var gatheredInputs: Set<Int> { get }

  /// What forms the gradient of an input from all uses of it, first to last in the order of the program. They are of
  /// the same type as this operation.
  func boundGather(_ uses: [GatheredUse], ofInput input: Int, into gradient: MutableView) -> Action
}

/// One operation that reads a value which others of its kind read too.
public struct GatheredUse {
  public let operation: any Operation
  public let inputs: ViewList
  public let outputs: ViewList
  /// The gradient of its result.
  public let upstream: View
}

extension Operation {
  /// Whether the gradient of an input is gathered where several use one value.
  func gathers(_ input: Int) -> Bool {
    (self as? any GatheringOperation)?.gatheredInputs.contains(input) ?? false
  }
}
