public import TensorMath

/// ‖x‖ = √Σ x², over all numbers of one or several tensors together: how long they are as one vector.
public struct Norm: Operation {
  public static let name = "norm"
  public let inputNames: [String]
  public let outputNames = ["norm"]

  /// - Parameter count: of how many tensors.
  public init(count: Int) { inputNames = (1...max(count, 1)).map { "x\($0)" } }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == inputNames.count else {
      throw ShapeError(name, found: inputs, needed: "\(inputNames.count) tensors")
    }
    return [.scalar]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    var sum = 0.0
    for index in 0..<inputs.count { sum += Kernels.sumOfSquares(inputs[index]) }
    outputs[0]?[0] = Float(sum.squareRoot())
  }

  /// ∂x = ∂y · x / ‖x‖, and 0 where all numbers are 0 (PyTorch's choice at that corner).
  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    let factor = outputs[0][0] == 0 ? 0 : upstream[0] / outputs[0][0]
    for index in 0..<inputs.count {
      if let gradient = gradients[index] { Kernels.scale(inputs[index], by: factor, into: gradient) }
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let squares = (0..<inputs.count).flatMap { index in
      (0..<inputs[index].count).map { cell in
        let x = Double(inputs[index][cell])
        return Term(Factor("#²", [Operand(.input(index, cell: cell), x)], value: x * x))
      }
    }
    let total = Definition("Σx²", squares)
    return Expansion(
      [Term(Factor("√#", [Operand(.constant("Σx²"), total.value)], value: total.value.squareRoot()))], where: [total])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let norm = Double(outputs[0][0])
    return Expansion([
      Term(
        Factor(.upstream(cell: 0), upstream[0]), Factor(.input(input, cell: cell), inputs[input][cell]),
        Factor("1/#", [Operand(.output(0, cell: 0), norm)], value: norm == 0 ? 0 : 1 / norm))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "‖x‖ = √Σx²", backward: inputNames.map { "∂\($0) = ∂y · \($0) / ‖x‖" },
      meaning: BilingualText(
        "How long all these numbers are together, as one vector: the root of the sum of their squares.",
        zh: "把这些数合成一个向量时它有多长：平方和的平方根。"),
      gradientMeaning: BilingualText(
        "Each number gets its share of the length.", zh: "每个数按它在长度中的份额得到梯度。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(Norm(count: 2), [elementwiseExampleInput, Tensor([2], [0.75, -1.5])])]
  }
}
