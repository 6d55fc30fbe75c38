public import TensorMath

/// An operation on two tensors, cell by cell. The second may be smaller and is then repeated along
/// the leading axes: a bias [units] added to each row of [batch, units].
public protocol BroadcastingOperation: Operation {}

extension BroadcastingOperation {
  public var inputNames: [String] { ["a", "b"] }
  public var broadcasts: Bool { true }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].dimensions.suffix(inputs[1].rank).elementsEqual(inputs[1].dimensions) else {
      throw ShapeError(name, found: inputs, needed: "two shapes that are equal, or the second the tail of the first")
    }
    return [inputs[0]]
  }

  /// A kernel for tensors of one shape, with the second repeated where it is smaller.
  @inline(__always)
  func combine(_ a: View, repeating b: View, into y: MutableView, by kernel: (View, View, MutableView) -> Void) {
    if b.count == y.count {
      kernel(a, b, y)
    } else {
      Kernels.repeatRows(b, into: y)
      kernel(a, y.readable, y)
    }
  }
}

/// The cell of a repeated input that stands at `cell` of the result.
func sourceCell(_ cell: Int, of input: View) -> Int { cell % input.count }

let broadcastingExampleInputs = [
  [Tensor([2, 3], [0.5, -1, 2, 0.3, 0.7, -0.2]), Tensor([2, 3], [1.5, 0.4, -0.6, 0.2, -0.9, 1.1])],
  [Tensor([2, 3], [0.5, -1, 2, 0.3, 0.7, -0.2]), Tensor([3], [1.5, 0.4, -0.6])],
]
