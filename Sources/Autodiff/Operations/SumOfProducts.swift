public import TensorMath

/// y = a · b + c · d, cell by cell: what an LSTM's cell keeps of the old and what it writes of the new. All of one
/// shape.
public struct SumOfProducts: Operation {
  public static let name = "sum-of-products"
  public let inputNames = ["a", "b", "c", "d"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 4, inputs.allSatisfy({ $0 == inputs[0] }) else {
      throw ShapeError(name, found: inputs, needed: "four tensors of one shape")
    }
    return [inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.sumOfProducts(inputs[0], inputs[1], inputs[2], inputs[3], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    for input in 0..<4 {
      if let gradient = gradients[input] { Kernels.multiply(upstream, inputs[partner(of: input)], into: gradient) }
    }
  }

  /// What an input is multiplied by.
  private func partner(of input: Int) -> Int { input % 2 == 0 ? input + 1 : input - 1 }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    func factor(_ input: Int) -> Factor { Factor(.input(input, cell: cell), inputs[input][cell]) }
    return Expansion([Term(factor(0), factor(1)), Term(factor(2), factor(3))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let other = partner(of: input)
    return Expansion([
      Term(Factor(.upstream(cell: cell), upstream[cell]), Factor(.input(other, cell: cell), inputs[other][cell]))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = a · b + c · d", backward: ["∂a = ∂y · b", "∂b = ∂y · a", "∂c = ∂y · d", "∂d = ∂y · c"],
      meaning: BilingualText(
        "Adds two products: what is kept of the old, and what is written of the new.",
        zh: "两个乘积相加：旧的保留多少，新的写入多少。"),
      gradientMeaning: BilingualText(
        "Each side of a product gets the arriving gradient times the other side. No slope of a curve is in the way.",
        zh: "乘积的每一边得到：到达的梯度乘以另一边。途中没有曲线的斜率。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        SumOfProducts(),
        [
          elementwiseExampleInput, Tensor([2, 3], [0.5, -0.3, 1.2, -0.8, 0.1, 0.6]),
          Tensor([2, 3], [0.2, 0.9, 0.5, 0.1, 0.7, 0.35]), Tensor([2, 3], [-1.1, 0.4, 0.8, 1.6, -0.2, 0.3]),
        ])
    ]
  }
}
