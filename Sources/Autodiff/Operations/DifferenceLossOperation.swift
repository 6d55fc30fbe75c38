public import TensorMath

/// A loss of prediction and target, cell by cell, both [batch, outputs], averaged to a scalar. Conformers
/// give the numbers; what goes in and what shapes it needs is the same for all.
public protocol DifferenceLossOperation: Operation {}

extension DifferenceLossOperation {
  public var inputNames: [String] { ["prediction", "target"] }
  public var outputNames: [String] { ["loss"] }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0] == inputs[1], inputs[0].count > 0 else {
      throw ShapeError(name, found: inputs, needed: "predictions and targets of one shape")
    }
    return [.scalar]
  }

  /// 1/N, by which every cell's part is multiplied.
  func share(_ inputs: ViewList) -> Factor { .constant("1/\(inputs[0].count)", 1 / Double(inputs[0].count)) }
}

/// The prediction and the target of a cell, as operands of a loss.
func operands(_ cell: Int, _ inputs: ViewList) -> [Operand] {
  [
    Operand(.input(0, cell: cell), Double(inputs[0][cell])), Operand(.input(1, cell: cell), Double(inputs[1][cell])),
  ]
}

let differenceLossExampleInputs = [Tensor(rows: [[0.7, -0.2], [1.4, 0.3]]), Tensor(rows: [[1, 0], [0.5, -0.5]])]
