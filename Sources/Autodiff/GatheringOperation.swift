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

/// ∂W = Σ xᵀ · ∂y over all uses of a matrix. Laid one behind the other, as the arena does it, they are one product.
func gatherProducts(_ inputs: [View], _ upstreams: [View], into gradient: MutableView) -> Action {
  if let x = View(stacking: inputs), let upstream = View(stacking: upstreams) {
    return Action { Kernels.productTransposedLeft(x, upstream, into: gradient) }
  }
  return Action {
    gradient.fill(0)
    for (x, upstream) in zip(inputs, upstreams) { Kernels.addProductTransposedLeft(x, upstream, to: gradient) }
  }
}

/// ∂b = Σ ∂y over the rows of all uses of a bias.
func gatherRows(_ upstreams: [View], into gradient: MutableView) -> Action {
  if let upstream = View(stacking: upstreams) {
    return Action { Kernels.sumRows(upstream, into: gradient) }
  }
  return Action {
    gradient.fill(0)
    for upstream in upstreams { Kernels.addSumOfRows(upstream, to: gradient) }
  }
}
