internal import CKernels

// What the cells of recurrent layers do at one time step. A block of a tensor begins at a row and a column.

/// Where a block begins.
public struct BlockStart {
  public let row: Int
  public let column: Int

  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// What a gate does to its sums.
public enum GateFunction: Hashable, Sendable {
  case sigmoid
  case tanh
  case identity
}

extension Kernels {
  /// y [batch, sums] = rows of x from `fromRow` on + state [batch, units] · weights [units, sums] + bias [sums].
  public static func stateTransfer(
    _ x: View, fromRow row: Int, state: View, weights: View, bias: View, into y: MutableView
  ) {
    precondition(row >= 0 && row + y.rows <= x.rows && x.columns == y.columns, "row \(row) is outside")
    ck_state_transfer(
      state.base, weights.base, bias.base, x.base + row * x.columns, y.base, y.rows, weights.rows, y.columns)
  }

  /// y = f(a block of a + a block of b), both of its size.
  public static func gate(
    _ function: GateFunction, _ a: View, at start: BlockStart, plus other: (b: View, start: BlockStart)?,
    into y: MutableView
  ) {
    let from = place(of: start, in: a, y.rows, y.columns)
    let (b, step) = other.map { (place(of: $0.start, in: $0.b, y.rows, y.columns), $0.b.columns) } ?? (nil, 0)
    switch function {
    case .sigmoid: ck_gate_sigmoid(from, a.columns, b, step, y.base, y.rows, y.columns)
    case .tanh: ck_gate_tanh(from, a.columns, b, step, y.base, y.rows, y.columns)
    case .identity: ck_gate_sum(from, a.columns, b, step, y.base, y.rows, y.columns)
    }
  }

  /// The gradient of one of the sum's sides: upstream times the slope of f, written over its block.
  public static func gateBackward(
    _ function: GateFunction, output: View, upstream: View, into gradient: MutableView, at start: BlockStart
  ) {
    let (rows, columns, step) = (upstream.rows, upstream.columns, gradient.columns)
    _ = place(of: start, in: gradient.readable, rows, columns)
    let to = gradient.base + start.row * step + start.column
    switch function {
    case .sigmoid: ck_gate_sigmoid_backward(output.base, upstream.base, to, step, rows, columns)
    case .tanh: ck_gate_tanh_backward(output.base, upstream.base, to, step, rows, columns)
    case .identity: ck_gate_sum_backward(upstream.base, to, step, rows, columns)
    }
  }

  private static func place(of start: BlockStart, in x: View, _ rows: Int, _ columns: Int) -> UnsafePointer<Float> {
    precondition(
      start.row >= 0 && start.column >= 0 && start.row + rows <= x.rows && start.column + columns <= x.columns,
      "the block is outside")
    return x.base + start.row * x.columns + start.column
  }
}
