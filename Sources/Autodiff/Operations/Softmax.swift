public import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// Each row turned into probabilities: yⱼ = exp(xⱼ − max) / Σ exp(xₖ − max). x and y [rows, columns].
public struct Softmax: Operation {
  public static let name = "softmax"
  public let inputNames = ["x"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank >= 1, inputs[0].columns > 0 else {
      throw ShapeError(name, found: inputs, needed: "one tensor with at least one column")
    }
    return inputs
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.softmaxRows(inputs[0], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.softmaxRowsBackward(output: outputs[0], upstream: upstream, into: x) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    softmaxExpansion(of: inputs[0], at: cell)
  }

  /// ∂xⱼ = Σₖ ∂yₖ · yₖ · ([k = j] − yⱼ): row j of the Jacobian against the upstream gradient.
  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let y = outputs[0]
    let (row, column) = (cell / y.columns, cell % y.columns)
    let own = Operand(.output(0, cell: cell), Double(y[cell]))
    return Expansion(
      (0..<y.columns).map { k in
        let other = row * y.columns + k
        let jacobian =
          k == column
          ? Factor("(1 − #)", [own], value: 1 - own.value) : Factor("(0 − #)", [own], value: -own.value)
        return Term(
          Factor(.upstream(cell: other), upstream[other]), Factor(.output(0, cell: other), y[other]), jacobian)
      })
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "yⱼ = exp(xⱼ − max) / Σₖ exp(xₖ − max)", backward: ["∂xⱼ = Σₖ ∂yₖ · yₖ · ([k = j] − yⱼ)"],
      meaning: BilingualText(
        "Turns each row into probabilities that add up to 1; raising one lowers all the others.",
        zh: "把每一行变成和为 1 的概率；一个升高，其余都降低。"),
      gradientMeaning: BilingualText(
        "Raising one score raises its own probability and lowers the others: every output sends something back.",
        zh: "提高一个分数会提高它的概率、降低其余概率：每个输出都会传回一些梯度。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(Softmax(), [Tensor(rows: [[0.5, -1.2, 2.1], [0.1, 0.2, -0.4]])])]
  }
}

/// The cell of a softmax as exp(x − max) · 1/Σ, with Σ written out.
func softmaxExpansion(of x: View, at cell: Int) -> Expansion {
  let (row, column) = (cell / x.columns, cell % x.columns)
  var largest = x[row, 0]
  for k in 0..<x.columns { largest = max(largest, x[row, k]) }
  let top = Operand(.constant("max"), Double(largest))
  let powers = (0..<x.columns).map { k in
    Factor(
      "exp(# − #)", [Operand(.input(0, cell: row * x.columns + k), Double(x[row, k])), top],
      value: exp(Double(x[row, k]) - Double(largest)))
  }
  let total = powers.reduce(0) { $0 + $1.value }
  let inverse = Factor("1/#", [Operand(.constant("Σ"), total)], value: 1 / total)
  return Expansion([Term(powers[column], inverse)], where: [Definition("Σ", powers.map { Term($0) })])
}
